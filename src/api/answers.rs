use std::pin::Pin;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use tonic::Status;

use super::status;
use crate::library::LibraryError;

/// The replies of a server stream.
pub(super) type Replies<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// Encodes the answers of work that runs on its own. If they stop before the last one and without an error, the work panicked:
/// then the stream ends with INTERNAL, since silence would tell the caller that it was done.
pub(super) fn replies<A: Send + 'static, T: 'static>(
    answers: mpsc::Receiver<Result<A, LibraryError>>,
    is_last: fn(&A) -> bool,
    mut encode: impl FnMut(Result<A, LibraryError>) -> Result<T, Status> + Send + 'static,
) -> Replies<T> {
    let mut ended = false;
    let answers = ReceiverStream::new(answers).map(Some).chain(tokio_stream::once(None));
    Box::pin(answers.filter_map(move |answer| match answer {
        Some(answer) => {
            ended |= answer.as_ref().map_or(true, is_last);
            Some(encode(answer))
        }
        None if ended => None,
        None => Some(Err(status::internal())),
    }))
}

#[cfg(test)]
mod tests {
    use tonic::Code;

    use super::*;

    #[tokio::test]
    async fn only_a_last_answer_or_an_error_ends_in_silence() {
        let check = async |answers: Vec<Result<u8, LibraryError>>, expected: &[Result<u8, Code>]| {
            let (sender, receiver) = mpsc::channel(8);
            for answer in answers {
                sender.send(answer).await.unwrap();
            }
            drop(sender);
            let encode = |answer: Result<u8, LibraryError>| answer.map_err(|error| status::of(&error));
            let replies = replies(receiver, |answer| *answer == 9, encode);
            let seen: Vec<_> = replies.map(|reply| reply.map_err(|status| status.code())).collect().await;
            assert_eq!(seen, expected);
        };
        check(vec![Ok(1), Ok(9)], &[Ok(1), Ok(9)]).await;
        check(vec![Ok(1), Err(LibraryError::Conflict)], &[Ok(1), Err(Code::Aborted)]).await;
        check(vec![Ok(1)], &[Ok(1), Err(Code::Internal)]).await;
        check(vec![], &[Err(Code::Internal)]).await;
    }
}
