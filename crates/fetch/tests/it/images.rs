//! Images of printed pages: from the source that is asked, and nothing else than images.

use fedreg_fetch::{ApiClient, FetchError};

use crate::support::{Script, raw, settings};

#[tokio::test]
async fn an_image_comes_from_the_source_that_is_asked() {
    let body = "GIF89a and more";
    let mirror = Script::new(vec![raw("200 OK", "Content-Type: image/gif\r\n", body)]);
    let client = ApiClient::new(settings(&mirror.base)).unwrap();
    let image = client.image("EN05JN25.000").await.unwrap();
    assert_eq!(image, body.as_bytes());
    let requests = mirror.requests();
    assert!(
        requests[0].starts_with("GET /images/EN05JN25.000/EN05JN25.000_original_size.png "),
        "{requests:?}"
    );
}

#[tokio::test]
async fn what_is_no_image_is_refused() {
    let mirror = Script::new(vec![raw(
        "200 OK",
        "Content-Type: text/html\r\n",
        "<html>Not here.</html>",
    )]);
    let client = ApiClient::new(settings(&mirror.base)).unwrap();
    let error = client.image("EN05JN25.000").await.unwrap_err();
    assert!(matches!(error, FetchError::Unexpected { .. }), "{error}");
    let asked = mirror.requests().len();
    for id in ["", "../secret", "EN05JN25/000", "a..b", &"x".repeat(41)] {
        let error = client.image(id).await.unwrap_err();
        assert!(matches!(error, FetchError::BadUrl { .. }), "{id}: {error}");
    }
    assert_eq!(mirror.requests().len(), asked, "nothing was asked for");
}
