//! What others point at comes first, so that a reader of the target finds parents before children. Cycles are allowed:
//! the order within one is that of the plan.

/// `points_at(i)` are the places that `i` needs before it.
pub fn parents_first(count: usize, points_at: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut done = vec![false; count];
    let mut order = Vec::with_capacity(count);
    for start in 0..count {
        // A stack of its own: a chain of thousands of tables must not end the program.
        let mut stack = Vec::new();
        if !done[start] {
            done[start] = true;
            stack.push((start, points_at(start), 0));
        }
        while let Some((at, needs, next)) = stack.last_mut() {
            if let Some(&need) = needs.get(*next) {
                *next += 1;
                if !done[need] {
                    done[need] = true;
                    stack.push((need, points_at(need), 0));
                }
            } else {
                order.push(*at);
                stack.pop();
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::parents_first;

    fn order(edges: &[&[usize]]) -> Vec<usize> {
        parents_first(edges.len(), |i| edges[i].to_vec())
    }

    #[test]
    fn parents_come_first_and_the_rest_stays() {
        assert_eq!(order(&[&[], &[], &[]]), [0, 1, 2]);
        assert_eq!(order(&[&[2], &[], &[1]]), [1, 2, 0]);
    }

    #[test]
    fn c31_cycles_and_self_references_end() {
        assert_eq!(order(&[&[1], &[0], &[2]]), [1, 0, 2]);
        let chain: Vec<Vec<usize>> = (0..100_000)
            .map(|i| if i < 99_999 { vec![i + 1] } else { vec![0] })
            .collect();
        assert_eq!(
            parents_first(chain.len(), |i| chain[i].clone()).len(),
            100_000
        );
    }
}
