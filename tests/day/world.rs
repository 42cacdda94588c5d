//! What happens: two weeks of a Federal Register with three filings.

use chrono::NaiveDate;
use fedreg_register::{Document, Fault, Misbehaviour};
use serde_json::{Value, json};

use super::receiver;
use crate::common::root;

/// One run of the program, and what is told by it.
pub(super) struct Step {
    /// When it runs, UTC.
    pub(super) now: &'static str,
    pub(super) what: &'static str,
    /// What happened since the step before.
    pub(super) happens: &'static [Event],
    /// The exit code.
    pub(super) code: i32,
    /// Whether the run prints something, which cron mails.
    pub(super) prints: bool,
    /// What arrives: receiver, time sent, time queued where it differs, kind and headline.
    pub(super) told: &'static [&'static str],
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Is {
    Up,
    Down,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    /// Friday's regular filing: the Cartel, for Monday.
    Filed,
    /// A special filing.
    Special(&'static str),
    /// The receivers answer 503, or no longer.
    Receivers(Is),
    /// The Register answers 503, or no longer.
    Register(Is),
    /// The special filing of the Courier Network is withdrawn.
    Withdrawn,
    /// Monday's issue: the Cartel as filed.
    Published,
    /// And the Front, with one more name.
    PublishedOtherwise,
    /// A correction of the Cartel's notice.
    Corrected,
}

use Event::{
    Corrected, Filed, Published, PublishedOtherwise, Receivers, Register, Special, Withdrawn,
};
use Is::{Down, Up};

/// Winter: Eastern is five hours behind UTC.
pub(super) const STEPS: &[Step] = &[
    Step {
        now: "2025-11-21T13:40:00Z",
        what: "before the filings are released",
        happens: &[],
        code: 0,
        prints: false,
        told: &[],
    },
    Step {
        now: "2025-11-21T13:50:00Z",
        what: "the regular filing of 8:45",
        happens: &[Filed],
        code: 0,
        prints: true,
        told: &["now 13:50 filed: Filed: Designation of Cartel de los Soles"],
    },
    Step {
        now: "2025-11-21T14:00:00Z",
        what: "nothing new",
        happens: &[],
        code: 0,
        prints: false,
        told: &[],
    },
    Step {
        now: "2025-11-21T17:02:00Z",
        what: "a special filing of noon",
        happens: &[Special("2025-99006")],
        code: 0,
        prints: true,
        told: &["now 17:02 filed: Filed: Designation of Example Courier Network"],
    },
    Step {
        now: "2025-11-21T17:05:00Z",
        what: "another one, while the receivers are down",
        happens: &[Special("2025-99005"), Receivers(Down)],
        code: 0,
        prints: true,
        told: &[],
    },
    Step {
        now: "2025-11-21T17:10:00Z",
        what: "the Register is gone; what waits is delivered all the same",
        happens: &[Register(Down), Receivers(Up)],
        code: 3,
        prints: false,
        told: &["now 17:10 (of 17:05) filed: Filed: Designation of Example Liberation Front"],
    },
    Step {
        now: "2025-11-21T19:50:00Z",
        what: "gone for more than two hours, which is told",
        happens: &[],
        code: 3,
        prints: false,
        told: &[
            "failures 19:50 failure: Failure: public inspection at … cannot be read",
            "failures 19:50 failure: Failure: the published documents at … cannot be read",
        ],
    },
    Step {
        now: "2025-11-21T20:00:00Z",
        what: "back, and a filing was withdrawn meanwhile",
        happens: &[Register(Up), Withdrawn],
        code: 0,
        prints: true,
        told: &[
            "now 20:00 withdrawn: Withdrawn: Designation of Example Courier Network",
            "failures 20:00 recovered: Over: public inspection at … cannot be read",
            "failures 20:00 recovered: Over: the published documents at … cannot be read",
        ],
    },
    Step {
        now: "2025-11-21T21:00:00Z",
        what: "the digest of the day, at 4 p.m. Eastern",
        happens: &[],
        code: 0,
        prints: false,
        told: &[
            "digest 21:00 (of 20:00) digest: Filed: Designation of Cartel de los Soles; \
             Filed: Designation of Example Courier Network; \
             Filed: Designation of Example Liberation Front; \
             Withdrawn: Designation of Example Courier Network",
        ],
    },
    Step {
        now: "2025-11-24T11:10:00Z",
        what: "published as filed: told again to whom asks for it",
        happens: &[Published],
        code: 0,
        prints: true,
        told: &["published 11:10 published_as_filed: \
             Published as filed: Designation of Cartel de los Soles"],
    },
    Step {
        now: "2025-11-24T11:20:00Z",
        what: "published otherwise than filed",
        happens: &[PublishedOtherwise],
        code: 0,
        prints: true,
        told: &[
            "now 11:20 changed_at_publication: \
             Published, changed: Designation of Example Liberation Front",
            "published 11:20 changed_at_publication: \
             Published, changed: Designation of Example Liberation Front",
        ],
    },
    Step {
        now: "2025-11-24T11:30:00Z",
        what: "nothing new",
        happens: &[],
        code: 0,
        prints: false,
        told: &[],
    },
    Step {
        now: "2025-11-24T21:05:00Z",
        what: "the digest of the day; of what was published as filed nothing is told",
        happens: &[],
        code: 0,
        prints: false,
        told: &["digest 21:05 (of 11:20) digest: \
             Published, changed: Designation of Example Liberation Front"],
    },
    Step {
        now: "2025-12-01T11:10:00Z",
        what: "a correction a week later",
        happens: &[Corrected],
        code: 0,
        prints: true,
        told: &[
            "now 11:10 published: Correction of Cartel de los Soles",
            "published 11:10 published: Correction of Cartel de los Soles",
        ],
    },
    Step {
        now: "2025-12-01T21:05:00Z",
        what: "and its digest",
        happens: &[],
        code: 0,
        prints: false,
        told: &["digest 21:05 (of 11:10) digest: Correction of Cartel de los Soles"],
    },
];

/// The register, and how to change it.
pub(super) struct World {
    pub(super) register: fedreg_register::Register,
}

impl World {
    pub(super) fn new() -> Self {
        Self::at(0)
    }

    /// The same at a port: what is served holds its own address.
    pub(super) fn at(port: u16) -> Self {
        let register = fedreg_register::Register::empty()
            .today("2025-11-20".parse().unwrap())
            .port(port)
            .start_blocking()
            .unwrap();
        Self { register }
    }

    pub(super) fn port(&self) -> u16 {
        let (_, port) = self.register.base_url().rsplit_once(':').unwrap();
        port.parse().unwrap()
    }

    /// What happened since the step before.
    pub(super) fn begin(&self, step: &Step, receivers: &receiver::Receivers) {
        let day: NaiveDate = step.now[..10].parse().unwrap();
        self.register.set_today(day);
        for event in step.happens {
            match *event {
                Filed => self.register.put(filed("2025-20750")),
                Special(number) => self.register.put(special(number)),
                Receivers(Down) => receivers.down(true),
                Receivers(Up) => receivers.down(false),
                Register(Down) => {
                    let code = 503;
                    let retry_after = None;
                    let fault = Fault::Status { code, retry_after };
                    self.register.misbehave(Misbehaviour::new(fault));
                }
                Register(Up) => self.register.behave(),
                Withdrawn => {
                    let mut document = special_object("2025-99006");
                    document["publication_date"] = Value::Null;
                    self.register.put(Document::new(document).unwrap());
                }
                Published => self.register.put(published(str::to_owned)),
                PublishedOtherwise => self.register.put(published(front_with_one_more_name)),
                Corrected => self.register.put(correction()),
            }
        }
    }
}

fn read(path: &str) -> String {
    fs_err::read_to_string(root().join("fixtures/register").join(path)).unwrap()
}

fn object(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap()
}

/// As the bundled register has it.
fn filed(number: &str) -> Document {
    let document = object(&format!("public-inspection/{number}.json"));
    let text = read(&format!("public-inspection/{number}.txt"));
    Document::new(document).unwrap().with_txt(text)
}

/// The same as a special filing of Friday noon, for Monday.
fn special(number: &str) -> Document {
    let text = read(&format!("public-inspection/{number}.txt"))
        .replace("11/25/2025", "11/24/2025")
        .replace("11/24/2025 8:45 am", "11/21/2025 12:00 pm")
        .replace("11/24/2025 11:15 am", "11/21/2025 12:00 pm");
    Document::new(special_object(number))
        .unwrap()
        .with_txt(text)
}

fn special_object(number: &str) -> Value {
    let mut document = object(&format!("public-inspection/{number}.json"));
    document["filing_type"] = json!("special");
    document["filed_at"] = json!("2025-11-21T12:00:00.000-05:00");
    document["publication_date"] = json!("2025-11-24");
    document["last_public_inspection_issue"] = json!("2025-11-21");
    document
}

/// The Cartel's notice as published, or another one written like it.
fn published(write: impl Fn(&str) -> String) -> Document {
    let path = "documents/2025/11/24/2025-20750";
    let object = write(&read(&format!("{path}.json")));
    Document::new(serde_json::from_str(&object).unwrap())
        .unwrap()
        .with_xml(write(&read(&format!("{path}.xml"))))
}

fn front_with_one_more_name(text: &str) -> String {
    text.replace("2025-20750", "2025-99005")
        .replace("12869", "90999")
        .replace("53045", "53046")
        .replace("November 16", "November 18")
        .replace("11-21-25; 8:45 am", "11-21-25; 12:00 pm")
        .replace("cartel-de-los-soles", "example-liberation-front")
        .replace(
            "also known as Cartel of the Suns",
            "also known as ELF; Frente de Liberación Ejemplo; Free Example",
        )
        .replace("Cartel de los Soles", "Example Liberation Front")
}

fn correction() -> Document {
    let object = read("documents/2025/11/24/2025-20750.json")
        .replace("2025-20750", "C1-2025-20750")
        .replace("2025-11-24", "2025-12-01")
        .replace("2025/11/24", "2025/12/01")
        .replace("53045", "55001");
    let mut object: Value = serde_json::from_str(&object).unwrap();
    object["correction_of"] = json!(
        "https://www.federalregister.gov/api/v1/documents/2025-20750?publication_date=2025-11-24"
    );
    let xml = "<NOTICE>\n<PREAMB>\n<AGENCY TYPE=\"S\">DEPARTMENT OF STATE</AGENCY>\n\
        <DEPDOC>[Public Notice: 12869]</DEPDOC>\n\
        <SUBJECT>Foreign Terrorist Organization Designation of Cartel de los Soles</SUBJECT>\n\
        <HD SOURCE=\"HD1\">Correction</HD>\n\
        <P>In notice document 2025-20750 appearing on page 53045 in the issue of Monday, \
        November 24, 2025, make the following correction:</P>\n\
        <P>On page 53045, in the first column, in the first paragraph, the alias “Cartel of the \
        Suns” of Cartel de los Soles should read “Cartel of Suns”.</P>\n\
        </PREAMB>\n<FRDOC>[FR Doc. C1-2025-20750 Filed 11-28-25; 8:45 am]</FRDOC>\n\
        <BILCOD>BILLING CODE 4710-AD-P</BILCOD>\n</NOTICE>\n";
    Document::new(object).unwrap().with_xml(xml)
}
