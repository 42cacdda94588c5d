//! The pages in a real browser: as a person sees them, on a desk and on a phone, in the light and in
//! the dark, with the keyboard.

use serde_json::{Value, json};

use super::{PAGES, server};
use crate::common::webdriver::Browser;

/// Text whose contrast with its ground is below what WCAG 2.2 (AA) asks for.
const FAINT: &str = r"
  const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const rgb = text => text.match(/[\d.]+/g).map(Number);
  const ground = node => {
    for (let at = node; at; at = at.parentElement) {
      const c = rgb(getComputedStyle(at).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const node = walker.currentNode.parentElement;
    const box = node.getBoundingClientRect();
    if (!text || box.width < 2 || box.right < 0 || node.closest('title, desc, option')) continue;
    const style = getComputedStyle(node);
    const inSvg = node.closest('svg');
    const ink = light(rgb(inSvg ? style.fill : style.color));
    const back = light(ground(node));
    const ratio = (Math.max(ink, back) + 0.05) / (Math.min(ink, back) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(ratio.toFixed(2) + ' ' + text.slice(0, 40));
  }
  return faint;
";

/// What sticks out at the right, if the page is wider than its window.
const WIDE: &str = r"
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter(node => node.getBoundingClientRect().right > root.clientWidth + 1 && !node.closest('.wide-drawing'))
    .map(node => node.tagName + '.' + node.className + ' ' + node.textContent.slice(0, 40)).slice(0, 5)
    .concat(root.scrollWidth + ' > ' + root.clientWidth);
";

/// The controls and links in the order of the page, as the keyboard should reach them.
const REACHABLE: &str = r"
  return [...document.querySelectorAll('a[href], input, select, button, summary, [tabindex=\'0\']')]
    .filter(node => node.checkVisibility()).length;
";

/// Where the keyboard is, and whether one sees it.
const FOCUS: &str = r"
  const node = document.activeElement;
  const all = [...document.querySelectorAll('a[href], input, select, button, summary, [tabindex=\'0\']')]
    .filter(node => node.checkVisibility());
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  return [all.indexOf(node), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    box.right > 0 && box.width > 0, node.outerHTML.slice(0, 80), style.outline];
";

fn pages() -> Vec<String> {
    let found = server().json("/api/v1/entities?q=nusrah");
    let entity = found["items"][0]["entity"].as_str().unwrap().to_owned();
    PAGES
        .iter()
        .map(|page| (*page).to_owned())
        .chain([
            format!("/entity/{entity}"),
            "/document/2001-12-07/01-99002".to_owned(),
            "/nowhere".to_owned(),
        ])
        .collect()
}

#[test]
fn pages_are_seen_well_on_a_desk_and_a_phone_in_light_and_dark() {
    let Some(browser) = Browser::start() else {
        return;
    };
    for page in pages() {
        for (width, scheme) in [
            (1_100, "light"),
            (360, "light"),
            (1_100, "dark"),
            (360, "dark"),
        ] {
            browser.width(width);
            browser.scheme(scheme);
            browser.open(&format!("http://{}{page}", server().address));
            let place = format!("{page}, {width} wide, {scheme}");
            assert_eq!(browser.script(WIDE), json!([]), "{place}");
            assert_eq!(browser.script(FAINT), json!([]), "{place}");
            let dark = browser.script(
                "return getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)'",
            );
            assert_eq!(dark, json!(scheme == "dark"), "{place}");
        }
        let said = browser.console();
        let expected = usize::from(page == "/nowhere");
        // (The answer 404 itself is told there, once for each of the four times.)
        assert!(said.len() <= 4 * expected, "{page}: {said:?}");
    }
}

#[test]
fn the_keyboard_reaches_everything_in_order_and_shows_where_it_is() {
    let Some(browser) = Browser::start() else {
        return;
    };
    browser.width(1_100);
    for page in [
        "/search?q=soles",
        "/as-of?day=1998-01-01",
        "/coverage",
        "/document/2025-11-24/2025-20750",
    ] {
        browser.open(&format!("http://{}{page}", server().address));
        let all = browser.script(REACHABLE).as_u64().unwrap();
        assert!(all > 8, "{page}");
        let mut reached = 0;
        // A date has parts of its own, each a stop.
        for _ in 0..3 * all {
            browser.press("\u{e004}");
            let focus = browser.script(FOCUS);
            let at = focus[0].as_i64().unwrap();
            if at < 0 {
                break;
            }
            assert_eq!(
                focus[1],
                json!(true),
                "{page}: stop {at} cannot be seen: {focus}"
            );
            assert_eq!(focus[2], json!(true), "{page}: stop {at} is out of sight");
            let at = u64::try_from(at).unwrap();
            assert!(
                at == reached || at + 1 == reached,
                "{page}: {at} after {reached}"
            );
            reached = at + 1;
        }
        assert_eq!(reached, all, "{page}");
    }
}

/// The tree that a reader of screens is given, once the browser has made it.
fn tree(browser: &Browser) -> Value {
    let mut tree = Value::Null;
    for _ in 0..50 {
        tree = browser.tool("Accessibility.getFullAXTree", &json!({}));
        let nodes = tree["nodes"].as_array().unwrap();
        if nodes.iter().any(|n| n["role"]["value"] == "contentinfo") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    tree
}

#[test]
fn a_reader_of_screens_is_told_names_and_structure() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let roles = [
        "link",
        "button",
        "textbox",
        "searchbox",
        "combobox",
        "checkbox",
        "Date",
        "image",
        "img",
    ];
    for page in pages() {
        browser.open(&format!("http://{}{page}", server().address));
        let tree = tree(&browser);
        let nodes = tree["nodes"].as_array().unwrap();
        let mut landmarks = 0;
        for node in nodes.iter().filter(|node| node["ignored"] == false) {
            let role = node["role"]["value"].as_str().unwrap_or_default();
            let name = node["name"]["value"].as_str().unwrap_or_default();
            if roles.contains(&role) {
                assert!(
                    !name.trim().is_empty(),
                    "{page}: a {role} without a name: {node}"
                );
            }
            landmarks +=
                usize::from(["main", "navigation", "banner", "contentinfo"].contains(&role));
        }
        assert_eq!(landmarks, 4, "{page}");
        let levels = browser.script(
            "return [...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))",
        );
        let levels: Vec<i64> = levels
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_i64)
            .collect();
        assert_eq!(levels.first(), Some(&1), "{page}");
        assert!(
            levels.windows(2).all(|two| two[1] <= two[0] + 1),
            "{page}: {levels:?}"
        );
    }
}

#[test]
fn a_record_leads_to_its_words_and_the_words_to_their_record() {
    let Some(browser) = Browser::start() else {
        return;
    };
    browser.width(1_100);
    browser.open(&format!(
        "http://{}/document/2001-12-07/01-99002",
        server().address
    ));
    let seen = "const at = document.querySelector(location.hash).getBoundingClientRect(); \
                return at.top >= 0 && at.top < innerHeight";
    browser.script(
        "document.querySelector('#records ~ .record:last-of-type a[href^=\"#span-\"]').click()",
    );
    assert_eq!(browser.script(seen), json!(true));
    browser.script("document.querySelector('.text a.n').click()");
    assert_eq!(browser.script(seen), json!(true));
    assert!(browser.console().is_empty());
}
