//! The delivery of the alerts that passes queued.

use fedreg_alert::{Delivered, Delivery, Print};
use fedreg_history::{History, HistoryError};

use crate::{Clock, Settings};

/// Delivers the alerts that are due. `print` writes to standard output, where that is free.
pub async fn deliver_alerts(
    history: &mut History,
    settings: &Settings,
    clock: Clock,
    print: Option<Print<'_>>,
) -> Result<Delivered, HistoryError> {
    let delivery = Delivery {
        settings: &settings.fedreg.alert,
        now: &|| clock.now(),
        print,
    };
    delivery.run(history).await
}
