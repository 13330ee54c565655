//! One suite that every store passes: written against the seam, chosen by abilities, compared by bits.
//!
//! `conformance!(module, bed)` makes one test of each case. Exceptions belong in a connector's abilities, never as an
//! `if` in here.

mod landing;
mod reading;
mod setting;
mod statements;
mod values;

pub use landing::{
    a_dropped_load_leaves_nothing, a_receipt_lands_with_its_rows, append_and_upsert,
    refused_rows_do_not_stop_good_ones, what_is_kept_leaves_no_trace,
};
pub use reading::{
    a_dataset_without_key_is_one_slice, a_mark_changes_with_the_data_only,
    an_empty_dataset_has_no_slices, counts_agree_with_a_scan, slices_hold_each_row_exactly_once,
};
pub use setting::Bed;
pub use statements::{
    a_statement_runs_once, hostile_names_are_only_names, put_back_is_as_before,
    what_was_not_there_goes_again,
};
pub use values::{awkward_values_land_as_foretold, huge_values_and_wide_rows};

#[macro_export]
macro_rules! conformance {
    ($module:ident, $bed:expr) => {
        mod $module {
            use super::*;
            $crate::conformance!(@case $bed, awkward_values_land_as_foretold);
            $crate::conformance!(@case $bed, huge_values_and_wide_rows);
            $crate::conformance!(@case $bed, a_dropped_load_leaves_nothing);
            $crate::conformance!(@case $bed, a_receipt_lands_with_its_rows);
            $crate::conformance!(@case $bed, refused_rows_do_not_stop_good_ones);
            $crate::conformance!(@case $bed, append_and_upsert);
            $crate::conformance!(@case $bed, what_is_kept_leaves_no_trace);
            $crate::conformance!(@case $bed, slices_hold_each_row_exactly_once);
            $crate::conformance!(@case $bed, a_dataset_without_key_is_one_slice);
            $crate::conformance!(@case $bed, an_empty_dataset_has_no_slices);
            $crate::conformance!(@case $bed, a_mark_changes_with_the_data_only);
            $crate::conformance!(@case $bed, counts_agree_with_a_scan);
            $crate::conformance!(@case $bed, a_statement_runs_once);
            $crate::conformance!(@case $bed, hostile_names_are_only_names);
            $crate::conformance!(@case $bed, put_back_is_as_before);
            $crate::conformance!(@case $bed, what_was_not_there_goes_again);
        }
    };
    (@case $bed:expr, $case:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            $crate::conformance::$case(&$bed).await;
        }
    };
}
