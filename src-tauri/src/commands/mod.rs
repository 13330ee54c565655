//! One adapter a use-case, one file a subject. Anything longer than a line belongs into `drydock-app`.

mod connections;
mod plan;
mod project_id;
mod projects;
mod rehearsals;
mod runs;
mod settings;
mod studio;
mod undo;

use tauri::Runtime;

type Answer<T> = Result<T, drydock_model::Problem>;
type Studio<'a> = tauri::State<'a, drydock_app::Studio>;

/// Every command with its types. Generic, so that tests can use the mock runtime.
pub fn bindings<R: Runtime>() -> tauri_specta::Builder<R> {
    tauri_specta::Builder::<R>::new()
        .commands(tauri_specta::collect_commands![
            studio::studio_info,
            studio::activity,
            studio::dropped,
            projects::projects,
            projects::project_open,
            projects::project_forget,
            projects::project_pin,
            projects::project_rename,
            projects::sample_open,
            projects::sample_reset,
            projects::sample_problems,
            projects::pick,
            projects::project_create,
            projects::project_from_plan,
            connections::connections,
            connections::connection_test,
            connections::connection_set_environment,
            connections::connection_forget,
            connections::connection_add,
            connections::connection_kinds,
            connections::connection_details,
            connections::connection_read_address,
            connections::connection_read_env,
            connections::connection_pick_file,
            connections::connection_save,
            connections::connection_change,
            connections::connection_test_draft,
            connections::connection_test_cancel,
            plan::map,
            plan::plan_edit,
            plan::plan_undo,
            plan::plan_redo,
            plan::field_profile,
            plan::field_profile_cancel,
            plan::compare,
            rehearsals::rehearsal,
            rehearsals::rehearse_start,
            rehearsals::rehearse_cancel,
            rehearsals::rehearsal_report,
            rehearsals::finding_choose,
            runs::gate,
            runs::run_start,
            runs::run_watch,
            runs::run_state,
            runs::run_pause,
            runs::run_go_on,
            runs::run_stop,
            runs::run_resume,
            runs::run_keep,
            runs::runs,
            runs::left_behind,
            runs::validate,
            runs::prove_start,
            undo::undo_points,
            undo::undo_preview,
            undo::undo_start,
            settings::settings_get,
            settings::settings_set,
        ])
        // One shape both ways: what crosses here is written and read by the same serde attributes.
        .disable_serde_phases()
}
