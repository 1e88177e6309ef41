//! Download links: archives kept in memory for a while, each behind an unguessable token.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use url::Url;

use super::{AppName, ExportError};

/// Random bytes in a token: 192 bits, beyond the 128 that make guessing hopeless.
const TOKEN_BYTES: usize = 24;

/// How many archives are kept, how large together, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct DownloadLimits {
    /// Archives at a time, over all sessions.
    pub count: usize,
    /// Bytes at a time, over all archives.
    pub bytes: usize,
    /// Life of a link.
    pub lifetime: Duration,
}

impl Default for DownloadLimits {
    /// 64 archives, 32 MiB, one hour: an archive has about 0.1 MiB and is fetched right after it was made.
    fn default() -> Self {
        Self {
            count: 64,
            bytes: 32 * 1024 * 1024,
            lifetime: Duration::from_hours(1),
        }
    }
}

type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// The registry of download links, one per process; clones share it.
#[derive(Clone)]
pub struct Downloads {
    limits: DownloadLimits,
    clock: Clock,
    kept: Arc<Mutex<BTreeMap<String, Kept>>>,
}

struct Kept {
    name: AppName,
    bytes: Bytes,
    expires: Instant,
}

impl Downloads {
    /// An empty registry.
    pub fn new(limits: DownloadLimits) -> Self {
        Self::with_clock(limits, Arc::new(Instant::now))
    }

    fn with_clock(limits: DownloadLimits, clock: Clock) -> Self {
        Self {
            limits,
            clock,
            kept: Arc::default(),
        }
    }

    /// Keeps an archive until the returned guard is dropped or the link's life is over, whichever comes first.
    ///
    /// # Errors
    /// [`ExportError::TooManyDownloads`] or [`ExportError::DownloadTooLarge`] beyond a limit: a kept archive is never
    /// pushed out by a newer one. [`ExportError::Random`] if the system gives no random bytes.
    pub fn keep(&self, name: AppName, bytes: impl Into<Bytes>) -> Result<Download, ExportError> {
        let bytes = bytes.into();
        let size = bytes.len();
        let mut kept = self.live();
        if kept.len() >= self.limits.count {
            return Err(ExportError::TooManyDownloads {
                limit: self.limits.count,
                lifetime: self.limits.lifetime,
            });
        }
        let used: usize = kept.values().map(|one| one.bytes.len()).sum();
        if used.saturating_add(size) > self.limits.bytes {
            return Err(ExportError::DownloadTooLarge {
                bytes: size,
                limit: self.limits.bytes,
            });
        }
        let token = new_token()?;
        let expires = (self.clock)() + self.limits.lifetime;
        kept.insert(
            token.clone(),
            Kept {
                name: name.clone(),
                bytes,
                expires,
            },
        );
        drop(kept);
        Ok(Download {
            token,
            name,
            size,
            lifetime: self.limits.lifetime,
            registry: self.clone(),
        })
    }

    /// Archives kept now.
    pub fn len(&self) -> usize {
        self.live().len()
    }

    /// Whether no archive is kept now.
    pub fn is_empty(&self) -> bool {
        self.live().is_empty()
    }

    /// The archive behind a token, if its name fits and its life is not over.
    fn fetch(&self, token: &str, name: &str) -> Option<Bytes> {
        self.live()
            .get(token)
            .filter(|one| one.name.as_str() == name)
            .map(|one| one.bytes.clone())
    }

    /// The registry with expired entries removed. A panic elsewhere cannot leave a map half changed, so poison is ignored.
    fn live(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        let now = (self.clock)();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, one| one.expires > now);
        kept
    }
}

/// An open download link; dropping it closes the link and frees the archive.
#[must_use = "dropping a download closes its link"]
pub struct Download {
    token: String,
    name: AppName,
    size: usize,
    lifetime: Duration,
    registry: Downloads,
}

impl Download {
    /// The unguessable part of the link.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Size of the archive in bytes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Life of the link from its making on.
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// The link under the public address of this server.
    pub fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        url.set_path(&format!("/exports/{}/{}.zip", self.token, self.name));
        url.set_query(None);
        url.set_fragment(None);
        url
    }
}

impl Drop for Download {
    fn drop(&mut self) {
        self.registry.live().remove(&self.token);
    }
}

fn new_token() -> Result<String, ExportError> {
    let mut random = [0; TOKEN_BYTES];
    getrandom::fill(&mut random).map_err(ExportError::Random)?;
    Ok(URL_SAFE_NO_PAD.encode(random))
}

/// The route `GET /exports/{token}/{name}.zip`.
pub fn configure(downloads: Downloads) -> impl FnOnce(&mut web::ServiceConfig) {
    move |app| {
        app.app_data(web::Data::new(downloads))
            .route("/exports/{token}/{name}.zip", web::get().to(download));
    }
}

async fn download(
    downloads: web::Data<Downloads>,
    path: web::Path<(String, String)>,
) -> HttpResponse {
    let (token, name) = path.into_inner();
    let Some(bytes) = downloads.fetch(&token, &name) else {
        return HttpResponse::NotFound()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type("text/plain; charset=utf-8")
            .body("this download link is unknown, closed or expired: export the app again\n");
    };
    HttpResponse::Ok()
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.zip\""),
        ))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .content_type("application/zip")
        .body(bytes)
}

#[cfg(test)]
mod tests {
    use actix_web::{App, test as web_test};

    use super::*;

    const LIMITS: DownloadLimits = DownloadLimits {
        count: 2,
        bytes: 100,
        lifetime: Duration::from_mins(1),
    };

    fn name() -> AppName {
        AppName::default()
    }

    /// A registry whose clock the test moves by hand.
    fn with_hand_moved_clock() -> (Downloads, Arc<Mutex<Instant>>) {
        let now = Arc::new(Mutex::new(Instant::now()));
        let hand = Arc::clone(&now);
        (
            Downloads::with_clock(LIMITS, Arc::new(move || *hand.lock().unwrap())),
            now,
        )
    }

    #[test]
    fn a_link_ends_with_its_guard() {
        let downloads = Downloads::new(LIMITS);
        let download = downloads.keep(name(), "zip").unwrap();
        let token = download.token().to_owned();
        assert_eq!(downloads.fetch(&token, "facesign-app").unwrap(), "zip");
        assert!(downloads.fetch(&token, "other").is_none());
        drop(download);
        assert!(downloads.fetch(&token, "facesign-app").is_none());
    }

    #[test]
    fn a_link_ends_with_its_life_and_makes_room() {
        let (downloads, now) = with_hand_moved_clock();
        let first = downloads.keep(name(), "one").unwrap();
        let _second = downloads.keep(name(), "two").unwrap();
        assert!(matches!(
            downloads.keep(name(), "three"),
            Err(ExportError::TooManyDownloads { limit: 2, .. })
        ));
        *now.lock().unwrap() += LIMITS.lifetime;
        assert!(downloads.fetch(first.token(), "facesign-app").is_none());
        assert!(downloads.is_empty());
        assert!(downloads.keep(name(), "three").is_ok());
    }

    #[test]
    fn the_byte_limit_counts_all_archives() {
        let downloads = Downloads::new(LIMITS);
        let _first = downloads.keep(name(), vec![0; 60]).unwrap();
        let beyond = downloads.keep(name(), vec![0; 41]);
        assert!(matches!(
            beyond,
            Err(ExportError::DownloadTooLarge {
                bytes: 41,
                limit: 100
            })
        ));
        assert!(downloads.keep(name(), vec![0; 40]).is_ok());
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let downloads = Downloads::new(LIMITS);
        let (one, two) = (
            downloads.keep(name(), "").unwrap(),
            downloads.keep(name(), "").unwrap(),
        );
        assert_eq!(one.token().len(), TOKEN_BYTES * 4 / 3);
        assert_ne!(one.token(), two.token());
        let url = one.url(&"http://127.0.0.1:8787/mcp?x#y".parse().unwrap());
        assert_eq!(
            url.as_str(),
            format!(
                "http://127.0.0.1:8787/exports/{}/facesign-app.zip",
                one.token()
            )
        );
    }

    #[actix_web::test]
    async fn the_route_serves_the_archive_and_hides_the_rest() {
        let downloads = Downloads::new(LIMITS);
        let download = downloads.keep(name(), "zip").unwrap();
        let app = web_test::init_service(App::new().configure(configure(downloads))).await;
        let good = format!("/exports/{}/facesign-app.zip", download.token());
        let response =
            web_test::call_service(&app, web_test::TestRequest::get().uri(&good).to_request())
                .await;
        assert_eq!(response.status(), 200);
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(header("content-type"), "application/zip");
        assert_eq!(
            header("content-disposition"),
            "attachment; filename=\"facesign-app.zip\""
        );
        assert_eq!(web_test::read_body(response).await, "zip");
        for uri in [
            "/exports/unknown/facesign-app.zip".to_owned(),
            good.replace("facesign-app", "other"),
        ] {
            let response =
                web_test::call_service(&app, web_test::TestRequest::get().uri(&uri).to_request())
                    .await;
            assert_eq!(response.status(), 404, "{uri}");
        }
    }
}
