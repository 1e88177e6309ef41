//! `GET /sessions`: every filter, every order, and pages that neither repeat nor lose a session.

use super::*;

/// Ids of a list.
async fn ids(bench: &Bench, query: &str) -> Vec<String> {
    let answer = bench.get(&format!("/sessions?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    let sessions = answer.body["sessions"].as_array().unwrap().clone();
    sessions
        .iter()
        .map(|session| session["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Five sessions a second apart, of different kinds; their ids in order of creation.
async fn five(bench: &Bench) -> Vec<String> {
    let mut made = Vec::new();
    for (reference, metadata) in [
        ("a", json!({"note": "Berlin branch", "flowId": "wire"})),
        ("b", json!({"sandboxScenario": "happy", "flowId": "wire"})),
        ("a", json!({"sandboxScenario": "abandoned"})),
        ("c", json!({"sandboxScenario": "deepfake"})),
        ("d", json!({})),
    ] {
        let answer = bench
            .created(&json!({"flow": flow(), "clientReferenceId": reference, "metadata": metadata}))
            .await;
        made.push(answer["session"]["id"].as_str().unwrap().to_owned());
        bench.pass(1_000);
    }
    made
}

#[actix_web::test]
async fn each_filter_selects() {
    let bench = Bench::new();
    let made = five(&bench).await;
    let pick = |at: &[usize]| at.iter().map(|at| made[*at].clone()).collect::<Vec<_>>();
    for (query, expected) in [
        ("", pick(&[4, 3, 2, 1, 0])),
        ("sortOrder=asc", pick(&[0, 1, 2, 3, 4])),
        ("clientReferenceId=a", pick(&[2, 0])),
        ("flowId=wire", pick(&[1, 0])),
        ("status=created", pick(&[4, 0])),
        ("status=complete&status=incomplete", pick(&[3, 2, 1])),
        ("search=berlin", pick(&[0])),
        ("search=100%25", pick(&[])),
        (&format!("search={}", made[3]), pick(&[3])),
        (
            &format!("fromDate={}&toDate={}", START + 1_000, START + 3_000),
            pick(&[3, 2, 1]),
        ),
        ("limit=2", pick(&[4, 3])),
        ("limit=0", pick(&[])),
        ("unknown=1", pick(&[4, 3, 2, 1, 0])),
        ("sortBy=status&sortOrder=asc", pick(&[1, 3, 0, 4, 2])),
        ("sortBy=finishedAt", pick(&[3, 2, 1, 4, 0])),
    ] {
        assert_eq!(ids(&bench, query).await, expected, "{query}");
    }
}

#[actix_web::test]
async fn the_total_counts_all_matches() {
    let bench = Bench::new();
    five(&bench).await;
    let page = bench
        .get("/sessions?limit=1&status=created&includeTotal=true")
        .await
        .body;
    assert_eq!(
        (&page["totalCount"], &page["hasMore"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(bench.get("/sessions").await.body.get("totalCount"), None);
}

#[actix_web::test]
async fn pages_join_up_in_every_order_while_sessions_are_added() {
    for order in [
        "",
        "sortOrder=asc",
        "sortBy=status",
        "sortBy=status&sortOrder=asc",
        "sortBy=finishedAt",
    ] {
        let bench = Bench::new();
        let mut expected = five(&bench).await;
        // Equal times too: the tie is broken the same way on every page.
        for _ in 0..3 {
            expected.push(
                bench.created(&body()).await["session"]["id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            );
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        for page in 0..20 {
            let answer = bench
                .get(&format!("/sessions?limit=2&{order}{cursor}"))
                .await
                .body;
            for session in answer["sessions"].as_array().unwrap() {
                seen.push(session["id"].as_str().unwrap().to_owned());
            }
            if page == 1 && !order.contains("asc") {
                bench.created(&body()).await;
            }
            match answer["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let before: Vec<_> = seen.iter().filter(|id| expected.contains(id)).collect();
        assert_eq!(before.len(), expected.len(), "{order}: each once");
        seen.sort();
        seen.dedup();
        expected.sort();
        assert!(
            expected.iter().all(|id| seen.contains(id)),
            "{order}: none lost"
        );
    }
}

#[actix_web::test]
async fn wrong_parameters_are_named() {
    let bench = Bench::new();
    for _ in 0..2 {
        bench.created(&body()).await;
    }
    let page = bench.get("/sessions?limit=1").await.body;
    let cursor = page["nextCursor"].as_str().unwrap();
    for (query, param) in [
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("status=done", "status"),
        ("fromDate=yesterday", "fromDate"),
        ("toDate=1.5", "toDate"),
        ("sortBy=name", "sortBy"),
        ("sortOrder=up", "sortOrder"),
        ("includeTotal=maybe", "includeTotal"),
        ("cursor=nonsense", "cursor"),
        (&format!("sortBy=status&cursor={cursor}"), "cursor"),
    ] {
        let answer = bench.get(&format!("/sessions?{query}")).await;
        assert_eq!(
            (answer.status, answer.body["error"]["param"].as_str()),
            (400, Some(param)),
            "{query}"
        );
    }
}
