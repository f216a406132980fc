use http::{HeaderValue, Request};
use tonic::body::Body;

use super::{Answer, Inner, Part, Reply};

/// Header that carries a call's id, in the request and in the reply.
pub const HEADER: &str = "x-request-id";
/// Ids from callers that are longer are replaced.
const MAX_LENGTH: usize = 128;

/// Gives every call an id: the caller's `x-request-id` when it is 1 to 128 printable ASCII characters, else a new one. The
/// services read it from the request's metadata, the caller from the reply's.
#[derive(Debug, Clone)]
pub struct RequestIds;

impl Part for RequestIds {
    fn call(&self, inner: &mut impl Inner, mut request: Request<Body>) -> Answer {
        let given = request.headers().get(HEADER).filter(|id| acceptable(id)).cloned();
        let id = given.unwrap_or_else(new_id);
        request.headers_mut().insert(HEADER, id.clone());
        let reply = inner.call(request);
        Box::pin(async move {
            let Ok(mut response) = reply.await;
            response.headers_mut().insert(HEADER, id);
            Reply::Ok(response)
        })
    }
}

/// The id that this layer gave a request.
pub fn of<B>(request: &Request<B>) -> String {
    let id = request.headers().get(HEADER).and_then(|id| id.to_str().ok());
    id.unwrap_or_default().to_owned()
}

fn acceptable(id: &HeaderValue) -> bool {
    (1..=MAX_LENGTH).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic)
}

fn new_id() -> HeaderValue {
    let id = format!("{:032x}", rand::random::<u128>());
    HeaderValue::from_str(&id).unwrap_or_else(|_| HeaderValue::from_static("unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_accepted_up_to_the_limit() {
        let check = |id: &str, expected: bool| {
            assert_eq!(acceptable(&HeaderValue::from_str(id).unwrap()), expected, "{id}");
        };
        check("7f3a-11", true);
        check("", false);
        check("two words", false);
        check(&"a".repeat(MAX_LENGTH), true);
        check(&"a".repeat(MAX_LENGTH + 1), false);
        assert!(acceptable(&new_id()));
    }
}
