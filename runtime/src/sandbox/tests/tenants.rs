//! Keys: which are refused, and that none sees another's sessions.

use super::*;

#[actix_web::test]
async fn keys_that_open_nothing_are_refused_with_a_reason() {
    let bench = Bench::new();
    for (key, code) in [
        (None, "missing_api_key"),
        (Some("sk_prod_tenant0001"), "production_key"),
        (Some("sk_live_tenant0001"), "production_key"),
        (Some("sk_test_invalid0001"), "invalid_api_key"),
        (Some("sk_test_short"), "invalid_api_key"),
        (Some("tenant"), "invalid_api_key"),
    ] {
        for path in [
            "/sessions",
            "/sessions/x",
            "/sessions/x/refresh",
            "/langs",
            "/avatars",
        ] {
            let answer = bench.send(Method::GET, path, key, Vec::new()).await;
            assert_eq!(answer.status, 401, "{key:?} {path}");
            assert_eq!(answer.body["error"]["type"], "authentication_error");
            assert_eq!(answer.body["error"]["code"], code, "{key:?} {path}");
        }
    }
}

#[actix_web::test]
async fn a_tenant_sees_only_its_own_sessions() {
    let bench = Bench::new();
    let id = bench.created(&body()).await["session"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let other = Some("sk_test_tenant0002");
    for path in [format!("/sessions/{id}"), format!("/sessions/{id}/refresh")] {
        let answer = bench.send(Method::GET, &path, other, Vec::new()).await;
        assert_eq!(
            (answer.status, &answer.body["error"]["type"]),
            (404, &json!("not_found_error")),
            "{path}"
        );
    }
    let answer = bench
        .send(
            Method::GET,
            "/sessions?includeTotal=true",
            other,
            Vec::new(),
        )
        .await;
    assert_eq!(
        answer.body,
        json!({"sessions": [], "hasMore": false, "totalCount": 0})
    );
}

#[actix_web::test]
async fn the_limited_key_is_refused_after_five_calls_until_the_minute_is_over() {
    let bench = Bench::new();
    let key = Some("sk_test_limited0001");
    for remaining in (0..5).rev() {
        let answer = bench.send(Method::GET, "/langs", key, Vec::new()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.headers.get("x-ratelimit-remaining").unwrap(),
            &remaining.to_string()
        );
        assert_eq!(answer.headers.get("x-ratelimit-limit").unwrap(), "5");
    }
    bench.pass(20_000);
    let answer = bench.send(Method::GET, "/langs", key, Vec::new()).await;
    assert_eq!(
        (answer.status, &answer.body["error"]["type"]),
        (429, &json!("rate_limit_error"))
    );
    assert_eq!(answer.headers.get("retry-after").unwrap(), "40");
    assert_eq!(answer.headers.get("x-ratelimit-remaining").unwrap(), "0");
    assert_eq!(
        answer.headers.get("x-ratelimit-reset").unwrap(),
        &((START + 60_000) / 1_000).to_string()
    );
    bench.pass(40_000);
    assert_eq!(
        bench
            .send(Method::GET, "/langs", key, Vec::new())
            .await
            .status,
        200
    );
}

#[actix_web::test]
async fn the_limit_of_ordinary_keys_can_be_set_and_counts_per_key() {
    let bench = Bench::limited(2);
    assert_eq!(bench.get("/langs").await.status, 200);
    assert_eq!(bench.get("/langs").await.status, 200);
    assert_eq!(bench.get("/langs").await.status, 429);
    assert_eq!(
        bench
            .send(
                Method::GET,
                "/langs",
                Some("sk_test_tenant0002"),
                Vec::new()
            )
            .await
            .status,
        200
    );
}

#[actix_web::test]
async fn the_key_is_not_stored() {
    let folder = std::env::temp_dir().join(format!(
        "facesign-sandbox-{}",
        super::super::random::media_id()
    ));
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("made/sandbox.sqlite");
    let url = Url::parse("http://127.0.0.1:8788").unwrap();
    let open = || Sandbox::open(Storage::File(file.clone()), url.clone()).unwrap();
    let time = Arc::new(AtomicI64::new(START));
    let bench = Bench {
        sandbox: open(),
        time: Arc::clone(&time),
    };
    let id = bench.created(&body()).await["session"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    drop(bench);
    let again = Bench {
        sandbox: open(),
        time,
    };
    assert_eq!(
        again.session(&id).await["status"],
        "created",
        "a file keeps its sessions"
    );
    for entry in std::fs::read_dir(folder.join("made")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(
            !bytes
                .windows(KEY.len())
                .any(|window| window == KEY.as_bytes())
        );
    }
    #[cfg(unix)]
    {
        let mode = |path| {
            let permissions = std::fs::metadata(path).unwrap().permissions();
            std::os::unix::fs::PermissionsExt::mode(&permissions) & 0o777
        };
        let modes = (mode(folder.join("made")), mode(file));
        assert_eq!(
            modes,
            (0o700, 0o600),
            "client secrets are for the owner alone"
        );
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[actix_web::test]
async fn a_storage_that_cannot_be_opened_says_where() {
    let url = Url::parse("http://127.0.0.1:8788").unwrap();
    // No folder can be made below a file, whoever asks for it.
    let below_a_file = std::env::current_exe().unwrap().join("sandbox.sqlite");
    let told = below_a_file.display().to_string();
    let error = Sandbox::open(Storage::File(below_a_file), url)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains(&told) && error.contains("--state-dir"),
        "{error}"
    );
    let error = Sandbox::open(Storage::Memory, Url::parse("data:x").unwrap())
        .unwrap_err()
        .to_string();
    assert!(error.contains("data:x"), "{error}");
}
