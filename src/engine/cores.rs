//! Work that is the same for each of many things, on all cores.

use tokio::task::JoinError;

/// Does `each` to all of `things`, keeping their order. An error says that `each` panicked.
pub(crate) async fn on_all_cores<T: Send + 'static, R: Send + 'static>(
    mut things: Vec<T>,
    each: impl Fn(T) -> R + Clone + Send + 'static,
) -> Result<Vec<R>, JoinError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = things.len().div_ceil(threads).max(1);
    let mut done = Vec::with_capacity(things.len());
    let mut running = Vec::with_capacity(threads);
    while !things.is_empty() {
        let rest = things.split_off(share.min(things.len()));
        let share = std::mem::replace(&mut things, rest);
        let each = each.clone();
        // threads of the pool stay, and with them what they keep at hand
        running.push(tokio::task::spawn_blocking(move || share.into_iter().map(each).collect::<Vec<_>>()));
    }
    for share in running {
        done.extend(share.await?);
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn order_stays_and_a_panic_is_an_error() {
        for many in [0, 1, 2, 7, 100] {
            let doubled = on_all_cores((0..many).collect(), |number| 2 * number).await.unwrap();
            assert_eq!(doubled, (0..many).map(|number| 2 * number).collect::<Vec<_>>());
        }
        assert!(on_all_cores(vec![1, 0], |number| 1 / number).await.is_err_and(|error| error.is_panic()));
    }
}
