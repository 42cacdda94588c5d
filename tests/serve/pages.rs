//! Pages: whole, safe, linked, and cheap to ask for again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{PAGES, server};
use crate::common::server::Server;
use crate::common::{Home, root};

/// Every value of an attribute.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.match_indices(&start)
        .filter_map(|(at, _)| html[at + start.len()..].split('"').next())
        .collect()
}

#[test]
fn every_page_is_guarded_and_carries_no_script() {
    for page in PAGES {
        let answer = server().get(page);
        assert_eq!(answer.status, 200, "{page}: {}", answer.body);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-cache"),
            ("content-type", "text/html; charset=utf-8"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{page}: {name}");
        }
        for forbidden in ["<script", " style=\"", " onclick", "javascript:"] {
            assert!(!answer.body.contains(forbidden), "{page}: {forbidden}");
        }
        assert_eq!(answer.body.matches("<h1").count(), 1, "{page}");
        let folder = root().display().to_string();
        assert!(
            !answer.body.contains(&folder),
            "{page} tells where the files are"
        );
        for fields in answer.body.matches("<input") {
            assert!(
                answer.body.contains("<label"),
                "{page}: {fields} without a label"
            );
        }
    }
}

#[test]
fn every_link_of_the_site_leads_somewhere() {
    let mut waiting: VecDeque<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    let mut bodies: BTreeMap<String, String> = BTreeMap::new();
    let mut targets: BTreeSet<(String, String)> = BTreeSet::new();
    while let Some(path) = waiting.pop_front() {
        if bodies.contains_key(&path) || bodies.len() > 250 {
            continue;
        }
        let answer = server().get(&path);
        let mut body = answer.body.clone();
        match answer.status {
            200 => {}
            303 => {
                let location = answer.header("location").unwrap();
                body = format!("<a href=\"{location}\">");
            }
            status => panic!("{path} answers {status}: {}", answer.body),
        }
        for link in attributes(&body, "href") {
            let link = link.replace("&amp;", "&");
            let (page, place) = match link.split_once('#') {
                Some((page, place)) => (page, Some(place)),
                None => (link.as_str(), None),
            };
            let page = if page.is_empty() { path.as_str() } else { page };
            if page.starts_with('/') {
                if let Some(place) = place {
                    targets.insert((page.to_owned(), place.to_owned()));
                }
                waiting.push_back(page.to_owned());
            } else {
                assert!(
                    page.starts_with("https://www.federalregister.gov/")
                        || page.starts_with("https://public-inspection.federalregister.gov/")
                        || page.starts_with("https://www.govinfo.gov/"),
                    "{path} leads to {page}"
                );
            }
        }
        bodies.insert(path, body);
    }
    assert!(bodies.len() > 100, "{}", bodies.len());
    assert!(targets.len() > 20, "{}", targets.len());
    for (page, place) in targets {
        let Some(body) = bodies.get(&page) else {
            continue;
        };
        assert!(
            body.contains(&format!(" id=\"{place}\"")),
            "{page} has no place #{place}"
        );
    }
}

#[test]
fn a_document_marks_the_words_of_its_records_both_ways() {
    let page = server().get("/document/2025-11-24/2025-20750").body;
    let id = &server().json("/api/v1/documents/2025-11-24/2025-20750")["records"][0]["record_id"];
    let id = id.as_str().unwrap();
    assert!(page.contains(&format!("id=\"record-{id}\"")));
    assert!(page.contains(&format!("href=\"#span-{id}\"")));
    let (_, after) = page.split_once(&format!("id=\"span-{id}\"")).unwrap();
    let (anchor, rest) = after.split_once("<mark>").unwrap();
    assert!(
        anchor.contains(&format!("href=\"#record-{id}\"")),
        "{anchor}"
    );
    let (marked, _) = rest.split_once("</mark>").unwrap();
    assert!(
        marked.contains("exist with respect to: Cartel de los Soles"),
        "{marked}"
    );
    assert!(page.contains("90 FR 53045 (November 24, 2025), FR Doc. 2025-20750"));
}

#[test]
fn an_entity_is_drawn_in_little_and_told_in_words() {
    let found = server().json("/api/v1/entities?q=nusrah");
    let mut drawn = 0;
    for entity in found["items"].as_array().unwrap() {
        let id = entity["entity"].as_str().unwrap();
        let page = server().get(&format!("/entity/{id}")).body;
        let (_, svg) = page.split_once("<svg").unwrap();
        let (svg, _) = svg.split_once("</svg>").unwrap();
        assert!(svg.len() < 50_000, "{}", svg.len());
        assert!(svg.contains("role=\"img\"") && svg.contains("<title id=\"timeline-title\">"));
        assert!(svg.contains("<desc id=\"timeline-desc\">"), "{svg}");
        drawn += usize::from(svg.contains("In force under INA-219"));
    }
    assert!(drawn > 0);
}

#[test]
fn what_a_client_holds_is_not_sent_again() {
    for path in [
        "/",
        "/api/v1/records?limit=1",
        "/feeds/records.atom",
        "/about",
    ] {
        let first = server().get(path);
        let tag = first.header("etag").unwrap();
        let again = server().ask("GET", path, &format!("if-none-match: {tag}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), Some(tag));
        let other = server().ask("GET", path, "if-none-match: \"other\"\r\n");
        assert_eq!(other.status, 200, "{path}");
    }
    let one = server().get("/api/v1/records?limit=1");
    let two = server().get("/api/v1/records?limit=2");
    assert_ne!(one.header("etag"), two.header("etag"));
}

#[test]
fn what_cannot_be_answered_says_why() {
    let long = format!("/search?q={}", "a".repeat(2_100));
    let wide = format!("/search?q={}", "a".repeat(201));
    for (path, status, words) in [
        ("/nowhere", 404, "no such address"),
        ("/search?nonsense=1", 400, "is not known"),
        ("/as-of?day=2025-02-30", 400, "no date of the calendar"),
        ("/as-of?authority=EO-99999", 400, "no authority"),
        ("/as-of?cursor=1.x", 400, "none that an answer gave"),
        (
            "/diff?from=2025-02-02&amp;to=2025-02-01",
            400,
            "is not known",
        ),
        (
            "/diff?from=2025-02-02&to=2025-02-01",
            400,
            "is a day before",
        ),
        (
            "/document/2025-11-24/2025-99999",
            404,
            "no document of that day",
        ),
        ("/document/x/y", 404, "no document of that day"),
        ("/entity/0000000000000000", 404, "no entity"),
        ("/record/0000000000000000", 404, "no current record"),
        ("/record/%ff", 404, "no current record"),
        ("/entity/%00", 404, "no entity"),
        ("/feeds/authority/EO-99999.atom", 404, "no authority"),
        (&wide, 400, "longer than 200 bytes"),
        (&long, 414, "longer than 2048"),
    ] {
        let answer = server().get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert!(answer.body.contains(words), "{path}: {}", answer.body);
        assert!(answer.header("content-security-policy").is_some(), "{path}");
        assert_eq!(answer.header("etag"), None, "{path}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = server().ask(method, "/", "content-length: 0\r\n");
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
    let head = server().ask("HEAD", "/", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn what_is_asked_is_shown_as_text() {
    let asked = "/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&country=%3Cb%3E";
    let page = server().get(asked).body;
    assert!(!page.contains("<script") && !page.contains("<b>"));
    assert!(page.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
    let problem = server().get("/search?%3Cscript%3E=1").body;
    assert!(!problem.contains("<script>") && problem.contains("&lt;script&gt;"));
}

#[test]
fn a_client_that_sends_nonsense_or_too_much_harms_nobody() {
    let answer = server().send(b"nonsense\r\n\r\n");
    assert_eq!(answer.status, 400);
    let many = format!("x-much: {}\r\n", "a".repeat(20_000));
    let answer = server().ask("GET", "/", &many);
    assert_eq!(answer.status, 431);
    assert_eq!(server().get("/about").status, 200);
}

#[test]
fn a_signal_ends_it_in_good_order() {
    for signal in ["-TERM", "-INT"] {
        let server = Server::start(Home::filled(), &[]);
        assert_eq!(server.get("/about").status, 200);
        assert_eq!(server.stop(signal), Some(0), "{signal}");
    }
}

#[test]
fn it_does_not_start_where_it_could_not_answer() {
    let ran = Home::new("serve-nothing").run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    let taken = server().address.clone();
    let ran = Home::filled().run(&["serve", "--listen", &taken]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("cannot be listened on"), "{ran:?}");
    let ran = Home::filled().run(&["serve", "--public-url", "nonsense"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}
