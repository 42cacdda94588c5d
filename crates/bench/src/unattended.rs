//! What a run costs that finds nothing, and how fast a filing is told: the real program against a
//! register and a receiver on this machine, each of the size that the real ones have.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use fedreg_register::{Document, Register};
use serde_json::{Value, json};

use crate::{BenchError, Figures, milliseconds};

/// The instant of every run: a Friday morning, after the filings.
const NOW: &str = "2025-11-21T14:00:00Z";
const TODAY: &str = "2025-11-21";

/// Documents of an issue, documents on public inspection: what a day of the Register has.
const ISSUE: usize = 120;
const DESK: usize = 150;
/// Days before today that have an issue each.
const DAYS: u64 = 14;

pub(crate) fn measure(
    program: Option<PathBuf>,
    passes: u32,
    filings: u32,
    figures: &mut Figures,
) -> Result<(), BenchError> {
    let program = match program {
        Some(program) => program,
        None => build()?,
    };
    let register = register()?;
    let (hook, arrived) = receiver()?;
    let home = tempfile::tempdir()?;
    let config = home.path().join("config");
    fs_err::create_dir_all(&config)?;
    fs_err::write(
        config.join("fedreg.toml"),
        format!(
            "[source]\nbase_url = '{api}'\n\
             [[alert.channel]]\nname = 'hook'\nkind = 'webhook'\nurl = '{hook}'\n\
             [[alert.rule]]\nname = 'all'\nchannels = ['hook']\n",
            api = register.api_url()
        ),
    )?;
    let runner = Runner {
        program,
        home: home.path().to_owned(),
    };
    // A register on this machine is read from 1994 on, unless a run has begun later.
    runner.run(&["--from", TODAY, "--to", TODAY])?;
    runner.run(&[])?;
    runner.run(&[])?;

    nothing_new(&runner, &register, passes, figures)?;
    filed(&runner, &register, &arrived, filings, figures)
}

fn nothing_new(
    runner: &Runner,
    register: &Register,
    passes: u32,
    figures: &mut Figures,
) -> Result<(), BenchError> {
    register.clear_requests();
    let (started, used) = (Instant::now(), processor_time());
    for _ in 0..passes {
        runner.run(&[])?;
    }
    let taken = started.elapsed() / passes;
    let used = processor_time()
        .zip(used)
        .map(|(after, before)| after.saturating_sub(before));
    let requests = register.requests().len();
    let each = requests.div_ceil(usize::try_from(passes).unwrap_or(1));
    figures.add(
        "requests of a run that finds nothing",
        each.to_string(),
        "3 or fewer",
    );
    let used = match used {
        Some(used) => milliseconds(used / passes),
        None => "SKIPPED: no /proc/self/stat".to_owned(),
    };
    figures.add("its processor time, the whole process", used, "under 20 ms");
    figures.add("its duration", milliseconds(taken), "");
    Ok(())
}

fn filed(
    runner: &Runner,
    register: &Register,
    arrived: &Receiver<Instant>,
    filings: u32,
    figures: &mut Figures,
) -> Result<(), BenchError> {
    let mut latencies = Vec::new();
    for number in 0..filings {
        register.put(filing(number)?);
        register.clear_requests();
        runner.run(&[])?;
        let told = arrived
            .recv_timeout(Duration::from_secs(10))
            .map_err(|_| BenchError::Run("a filing raised no alert".into()))?;
        // The answer that first tells of the filing is given after this.
        let asked = register
            .requests()
            .iter()
            .find(|request| request.path.contains("public-inspection-documents/current"))
            .map(|request| request.at)
            .ok_or_else(|| BenchError::Run("public inspection was not asked".into()))?;
        latencies.push(told.saturating_duration_since(asked));
    }
    latencies.sort_unstable();
    let median = latencies
        .get(latencies.len() / 2)
        .copied()
        .unwrap_or_default();
    let worst = latencies.last().copied().unwrap_or_default();
    figures.add(
        "from the desk asked to the webhook told, median",
        milliseconds(median),
        "under 1 s",
    );
    figures.add("the same, the slowest", milliseconds(worst), "under 1 s");
    Ok(())
}

/// The program, built as it is released.
fn build() -> Result<PathBuf, BenchError> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--release", "--package", "fedreg"])
        .status()?;
    if !built.success() {
        return Err(BenchError::Run("the program cannot be built".into()));
    }
    let beside = std::env::current_exe()?;
    let folder = beside.parent().unwrap_or(Path::new("")).join("../release");
    Ok(folder.join("fedreg"))
}

struct Runner {
    program: PathBuf,
    home: PathBuf,
}

impl Runner {
    /// `fedreg -q run`, as cron starts it.
    fn run(&self, more: &[&str]) -> Result<(), BenchError> {
        let output = Command::new(&self.program)
            .args(["-q", "run"])
            .args(more)
            .env("FEDREG_DB", self.home.join("history.db"))
            .env("FEDREG_CONFIG", self.home.join("config"))
            .env("FEDREG_NOW", NOW)
            .stdin(Stdio::null())
            .output()?;
        if output.status.success() {
            Ok(())
        } else {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(BenchError::Run(format!("{}: {said}", output.status)))
        }
    }
}

/// Processor time of the processes that this one has waited for.
fn processor_time() -> Option<Duration> {
    let stat = fs_err::read_to_string("/proc/self/stat").ok()?;
    // Fields 16 and 17, counted from the state, which follows the name in parentheses.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(13);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    // Linux tells user space hundredths of a second, whatever its own clock.
    Some(Duration::from_millis(ticks * 10))
}

/// Two weeks of issues and a full desk, none of it a designation.
fn register() -> Result<Register, BenchError> {
    let today: NaiveDate = TODAY.parse().map_err(|_| BenchError::Run(TODAY.into()))?;
    let mut builder = Register::empty().today(today);
    for back in 0..=DAYS {
        let Some(day) = today.checked_sub_days(Days::new(back)) else {
            continue;
        };
        for number in 0..ISSUE {
            builder = builder.document(document(json!({
                "document_number": format!("2025-{}", 10_000 + back * 200 + number as u64),
                "publication_date": day.to_string(),
                "type": "Notice",
                "title": format!("Agency Information Collection Activities; Comment Request {number}"),
                "agency": "Agriculture Department",
                "start_page": 40_000 + number,
                "end_page": 40_001 + number,
            }))?);
        }
    }
    for number in 0..DESK {
        builder = builder.document(document(json!({
            "document_number": format!("2025-{}", 20_000 + number),
            "publication_date": "2025-11-24",
            "filed_at": "2025-11-21T08:45:00.000-05:00",
            "filing_type": "regular",
            "last_public_inspection_issue": TODAY,
            "type": "Notice",
            "title": format!("Agency Information Collection Activities; Comment Request {number}"),
            "agency": "Agriculture Department",
        }))?);
    }
    builder
        .start_blocking()
        .map_err(|error| BenchError::Run(error.to_string()))
}

fn document(object: Value) -> Result<Document, BenchError> {
    Document::new(object).map_err(|error| BenchError::Run(error.to_string()))
}

/// A special filing that designates somebody.
fn filing(number: u32) -> Result<Document, BenchError> {
    let name = format!("Example Front {number}");
    let text = format!(
        "Billing Code: 4710-AD-P\n\nDEPARTMENT OF STATE\n\n[Public Notice: {notice}]\n\n\
         Foreign Terrorist Organization Designation of {name}\n\n\
         Based upon a review of the Administrative Record assembled in this matter, and in\n\
         consultation with the Attorney General and the Secretary of the Treasury, I have\n\
         concluded that there is a sufficient factual basis to find that the relevant\n\
         circumstances described in section 219 of the Immigration and Nationality Act, as\n\
         amended (hereinafter “INA”) (8 U.S.C. 1189), exist with respect to: {name}\n\
         (also known as EF{number}).\n\n\
         Therefore, I hereby designate the aforementioned organization and its respective aliases\n\
         as a Foreign Terrorist Organization pursuant to section 219 of the INA.\n\n\
         This determination shall be published in the Federal Register. The designation goes into\n\
         effect upon publication.\n\n\
         Dated: November 18, 2025.\n\nMarco Rubio,\nSecretary of State.\n\n\
         [FR Doc. 2025-{document} Filed: 11/21/2025 9:00 am; Publication Date: 11/24/2025]\n",
        notice = 20_000 + number,
        document = 30_000 + number,
    );
    let object = json!({
        "document_number": format!("2025-{}", 30_000 + number),
        "publication_date": "2025-11-24",
        "filed_at": "2025-11-21T09:00:00.000-05:00",
        "filing_type": "special",
        "last_public_inspection_issue": TODAY,
        "type": "Notice",
        "title": format!("Foreign Terrorist Organization Designation of {name}"),
        "agency": "State Department",
    });
    Ok(document(object)?.with_txt(text))
}

/// A receiver of webhooks that says when each came.
fn receiver() -> Result<(String, Receiver<Instant>), BenchError> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    let (sender, arrived) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let sender = sender.clone();
            std::thread::spawn(move || take(&stream, &sender));
        }
    });
    Ok((url, arrived))
}

/// Takes what comes on a connection.
fn take(stream: &TcpStream, sender: &Sender<Instant>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        sender.send(Instant::now()).ok()?;
        let mut stream = stream;
        stream
            .write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")
            .ok()?;
    }
}
