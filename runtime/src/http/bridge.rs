//! The bridge from actix-web to rmcp's streamable HTTP service.
//!
//! Two generations of the `http` crate meet here, and a body that is bound to its thread meets a service that wants to
//! move it. A request passes the shutdown gate; its pass is held until the last byte of the answer is out, or until
//! the client has gone, which drops the answer and with it the call.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::SizedStream;
use actix_web::error::PayloadError;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use http_body::Frame;
use http_body_util::{BodyDataStream, StreamBody};

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::gate::{Gate, Pass};
use crate::mcp::{McpService, Serve};

/// Chunks of a request body under way between the two worlds.
const BODY_CHUNKS: usize = 8;

/// Answers one request to `/mcp`.
pub(super) async fn mcp<H: Serve>(
    request: HttpRequest,
    payload: web::Payload,
    service: web::Data<McpService<H>>,
    gate: web::Data<Gate>,
) -> HttpResponse {
    let Some(pass) = gate.enter() else {
        return HttpResponse::ServiceUnavailable()
            .insert_header((header::RETRY_AFTER, "5"))
            .body("the server is shutting down: connect again in a few seconds\n");
    };
    // A standing stream is no call: it would keep a shutdown waiting for its whole grace period.
    let pass = (!is_standing(&request)).then_some(pass);
    let Some(head) = head_of(&request) else {
        return HttpResponse::BadRequest().body("the request line or a header cannot be read\n");
    };
    let Ok(bridged) = head.body(StreamBody::new(body_of(payload))) else {
        return HttpResponse::BadRequest().body("the request line cannot be read\n");
    };
    let mut response = service.handle(bridged).await;
    // The session is gone when rmcp says "accepted"; the Python client takes 202 for a failure and warns of it.
    if request.method() == actix_web::http::Method::DELETE
        && response.status() == http::StatusCode::ACCEPTED
    {
        *response.status_mut() = http::StatusCode::NO_CONTENT;
    }
    answer(response, pass)
}

/// Whether the answer is a stream that stays open until its client leaves: GET in the older revisions of the protocol, a
/// subscription in the newer, which names its method in a header.
fn is_standing(request: &HttpRequest) -> bool {
    let method = request.headers().get("mcp-method");
    request.method() != actix_web::http::Method::POST
        || method.is_some_and(|method| method == "subscriptions/listen")
}

/// The request head in the types of `http` 1.x.
fn head_of(request: &HttpRequest) -> Option<http::request::Builder> {
    let mut head = http::Request::builder()
        .method(request.method().as_str())
        .uri(request.uri().to_string());
    let headers = head.headers_mut()?;
    headers.reserve(request.headers().len());
    for (name, value) in request.headers() {
        let name = http::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
        let value = http::HeaderValue::from_bytes(value.as_bytes()).ok()?;
        headers.append(name, value);
    }
    Some(head)
}

/// The body behind a bounded channel: actix reads it on its own thread, rmcp may move the receiving end.
fn body_of(mut payload: web::Payload) -> ReceiverStream<Result<Frame<Bytes>, PayloadError>> {
    let (sender, receiver) = mpsc::channel(BODY_CHUNKS);
    actix_web::rt::spawn(async move {
        while let Some(chunk) = payload.next().await {
            if sender.send(chunk.map(Frame::data)).await.is_err() {
                break;
            }
        }
    });
    ReceiverStream::new(receiver)
}

/// The answer in the types of actix-web; a body of known size keeps its length.
fn answer<B>(response: http::Response<B>, pass: Option<Pass>) -> HttpResponse
where
    B: http_body::Body<Data = Bytes> + Unpin + 'static,
    B::Error: std::error::Error + 'static,
{
    let (parts, body) = response.into_parts();
    // Every status of `http` 1.x is one of 0.2: both take 100 to 999.
    let status =
        StatusCode::from_u16(parts.status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut builder = HttpResponseBuilder::new(status);
    for (name, value) in &parts.headers {
        if *name != http::header::CONTENT_LENGTH {
            builder.append_header((name.as_str(), value.as_bytes()));
        }
    }
    let size = body.size_hint().exact();
    let held = Held {
        stream: BodyDataStream::new(body),
        _pass: pass,
    };
    match size {
        Some(size) => builder.body(SizedStream::new(size, held)),
        None => builder.streaming(held),
    }
}

/// A stream that keeps its pass until it is dropped.
struct Held<S> {
    stream: S,
    _pass: Option<Pass>,
}

impl<S: Stream + Unpin> Stream for Held<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.stream.poll_next_unpin(context)
    }
}
