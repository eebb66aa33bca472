"""The four dashboards: overview, one service, bus, money. Every expression answers also when nothing has happened."""

from deploy.monitoring.dashboards.grafana import Board, Panel, Query, Row, Variable

RATE = "[$__rate_interval]"
JUST_ABOVE_ZERO = 0.000001


def _one(title: str, expr: str, told: str, *, unit: str = "short", red_above: float | None = None) -> Panel:
    return Panel(title, [Query(expr)], told, unit, kind="stat", width=4, height=4, red_above=red_above)


def _quantiles(metric: str, labels: str = "") -> list[Query]:
    return [
        Query(f"histogram_quantile({q}, sum by (le) (rate({metric}_bucket{labels}{RATE})))", name)
        for q, name in ((0.5, "half"), (0.95, "19 of 20"), (0.99, "99 of 100"))
    ]


OVERVIEW = Board(
    "grosz-overview",
    "Grosz: overview",
    "Is everything well? What is red here has an alert and a runbook.",
    [
        Row(
            "Now",
            [
                _one(
                    "Alerts firing",
                    'count(ALERTS{alertstate="firing"}) or vector(0)',
                    "Each has a page under docs/runbooks.",
                    red_above=JUST_ABOVE_ZERO,
                ),
                _one("Services not ready", "count(grosz_ready < 1) or vector(0)", "", red_above=JUST_ABOVE_ZERO),
                _one(
                    "Parked messages",
                    'sum(grosz_inbox_messages{status="parked"})',
                    "Facts that a person must look at.",
                    red_above=JUST_ABOVE_ZERO,
                ),
                _one(
                    "Suspense",
                    "sum(max by (programme) (grosz_suspense_grosze)) / 100",
                    "Money that moved and that no account could cover.",
                    unit="currencyPLN",
                    red_above=JUST_ABOVE_ZERO,
                ),
                _one(
                    "Accounts below zero",
                    "sum(max by (programme) (grosz_accounts_below_zero))",
                    "Must never be.",
                    red_above=JUST_ABOVE_ZERO,
                ),
                _one(
                    "Differences in the recount",
                    "sum(max by (programme) (grosz_reconciliation_differences))",
                    "The auditor's count against programme's journal.",
                    red_above=JUST_ABOVE_ZERO,
                ),
            ],
        ),
        Row(
            "Work",
            [
                Panel(
                    "Commands answered",
                    [Query(f"sum by (service, outcome) (rate(grosz_commands_total{RATE}))", "{{service}} {{outcome}}")],
                    "A refusal is an expected no and pages nobody.",
                    unit="reqps",
                ),
                Panel(
                    "Facts recorded",
                    [Query(f"sum by (service) (rate(grosz_store_events_total{RATE}))", "{{service}}")],
                    "Events appended per second.",
                    unit="cps",
                ),
                Panel(
                    "Time of a command, 99 of 100",
                    [
                        Query(
                            "histogram_quantile(0.99, sum by (service, le) "
                            f"(rate(grosz_command_duration_seconds_bucket{RATE})))",
                            "{{service}}",
                        )
                    ],
                    "From its bytes to its answer, the append included.",
                    unit="s",
                ),
            ],
        ),
        Row(
            "Freshness",
            [
                Panel(
                    "Oldest message not dealt with",
                    [
                        Query(
                            "max by (service, publisher) (grosz_bus_oldest_unprocessed_age_seconds)",
                            "{{service}} of {{publisher}}",
                        )
                    ],
                    "How far a service is behind what another says.",
                    unit="s",
                ),
                Panel(
                    "Oldest fact not on the bus",
                    [
                        Query(
                            "max by (service, lane) (grosz_outbox_oldest_unpublished_age_seconds)",
                            "{{service}} {{lane}}",
                        )
                    ],
                    "EV: told to services; LOG: the record for auditors.",
                    unit="s",
                ),
                Panel(
                    "Read models behind",
                    [
                        Query(
                            "max by (service, projection) (grosz_projection_lag_seconds)", "{{service}} {{projection}}"
                        )
                    ],
                    "Age of the first event that a read model has not taken.",
                    unit="s",
                ),
            ],
        ),
        Row(
            "Proof",
            [
                Panel(
                    "Since the last count and verification",
                    [
                        Query("time() - max(grosz_reconciliation_last_success_timestamp_seconds)", "counted anew"),
                        Query("time() - max(grosz_history_verification_last_success_timestamp_seconds)", "verified"),
                    ],
                    "By the auditor's workbench, which trusts no service.",
                    unit="s",
                    width=12,
                ),
                Panel(
                    "Oldest record that is not sealed",
                    [Query("max by (service) (grosz_checkpoint_unsealed_age_seconds)", "{{service}}")],
                    "No signed checkpoint covers it yet.",
                    unit="s",
                    width=12,
                ),
            ],
        ),
    ],
)

_S = '{service="$service"}'
SERVICE = Board(
    "grosz-service",
    "Grosz: one service",
    "Doors, store, read models and process of one service.",
    [
        Row(
            "Doors",
            [
                Panel(
                    "Commands",
                    [Query(f"sum by (command) (rate(grosz_commands_total{_S}{RATE}))", "{{command}}")],
                    "Per second, by name.",
                    unit="reqps",
                ),
                Panel(
                    "How they ended",
                    [Query(f"sum by (door, outcome) (rate(grosz_commands_total{_S}{RATE}))", "{{door}} {{outcome}}")],
                    "Fault and unavailable are ours; all others are the caller's or a rule's.",
                    unit="reqps",
                ),
                Panel(
                    "Time of a command",
                    _quantiles("grosz_command_duration_seconds", _S),
                    "From its bytes to its answer.",
                    unit="s",
                ),
                Panel(
                    "Refusals",
                    [Query(f"sum by (code) (increase(grosz_refusals_total{_S}[1h])) > 0 or vector(0)", "{{code}}")],
                    "By the rule that said no, within the hour.",
                ),
                Panel(
                    "Messages of others",
                    [
                        Query(
                            f"sum by (publisher, outcome) (rate(grosz_messages_total{_S}{RATE}))",
                            "{{publisher}} {{outcome}}",
                        )
                    ],
                    "What became of them.",
                    unit="cps",
                ),
                Panel(
                    "Time of a reaction",
                    _quantiles("grosz_message_duration_seconds", _S),
                    "From taking a message to the end of its append.",
                    unit="s",
                ),
            ],
        ),
        Row(
            "Store",
            [
                Panel(
                    "Appends",
                    [
                        Query(f"sum(rate(grosz_store_appends_total{_S}{RATE}))", "appends"),
                        Query(f"sum(rate(grosz_store_conflicts_total{_S}{RATE}))", "conflicts"),
                    ],
                    "A conflict is decided again; many mean two writers.",
                    unit="cps",
                ),
                Panel("Time of an append", _quantiles("grosz_store_append_duration_seconds", _S), "", unit="s"),
                Panel(
                    "Work per append",
                    _quantiles("grosz_store_batch_size", _S),
                    "Up to 64 pieces of work share one transaction.",
                ),
                Panel("Queue of the writer", [Query(f"max(grosz_writer_queued_works{_S})", "queued")], ""),
                Panel("Position", [Query(f"max(grosz_store_position{_S})", "events")], "Events in the store."),
                Panel(
                    "Read models",
                    [Query(f"max by (projection) (grosz_projection_lag_events{_S})", "{{projection}}")],
                    "Events not taken yet.",
                ),
            ],
        ),
        Row(
            "Process",
            [
                Panel(
                    "Processor",
                    [Query(f"sum by (instance) (rate(process_cpu_seconds_total{_S}{RATE}))", "{{instance}}")],
                    "Share of one core.",
                    unit="percentunit",
                ),
                Panel(
                    "Memory",
                    [Query(f"sum by (instance) (process_resident_memory_bytes{_S})", "{{instance}}")],
                    "",
                    unit="bytes",
                ),
                Panel(
                    "Version",
                    [Query(f"sum by (version, python) (grosz_build_info{_S})", "{{version}}, Python {{python}}")],
                    "What runs, and how often.",
                ),
            ],
        ),
    ],
    [Variable("service", 'up{job="grosz"}')],
)

BUS = Board(
    "grosz-bus",
    "Grosz: bus",
    "From outbox to inbox: what is on its way, what waits, what is parked.",
    [
        Row(
            "Out",
            [
                Panel(
                    "Not on the bus yet",
                    [Query("max by (service, lane) (grosz_outbox_unpublished_messages)", "{{service}} {{lane}}")],
                    "Messages in the store that the relay has not published.",
                ),
                Panel(
                    "Age of the oldest of them",
                    [
                        Query(
                            "max by (service, lane) (grosz_outbox_oldest_unpublished_age_seconds)",
                            "{{service}} {{lane}}",
                        )
                    ],
                    "",
                    unit="s",
                ),
                Panel(
                    "Relays standing still",
                    [Query("max by (service, lane) (grosz_outbox_relay_standing_still)", "{{service}} {{lane}}")],
                    "1: several tries, nothing published.",
                ),
            ],
        ),
        Row(
            "On the bus",
            [
                Panel(
                    "Waiting to be delivered",
                    [Query("max by (service, publisher) (grosz_bus_pending_messages)", "{{service}} of {{publisher}}")],
                    "",
                ),
                Panel(
                    "Delivered, not acknowledged",
                    [
                        Query(
                            "max by (service, publisher) (grosz_bus_unacknowledged_messages)",
                            "{{service}} of {{publisher}}",
                        ),
                        Query(
                            "max by (service, publisher) (grosz_bus_redelivered_messages)",
                            "{{service}} of {{publisher}}, again",
                        ),
                    ],
                    "",
                ),
                Panel(
                    "Oldest not dealt with",
                    [
                        Query(
                            "max by (service, publisher) (grosz_bus_oldest_unprocessed_age_seconds)",
                            "{{service}} of {{publisher}}",
                        )
                    ],
                    "",
                    unit="s",
                ),
                Panel(
                    "Consumers missing",
                    [Query("max by (service, publisher) (grosz_bus_consumer_missing)", "{{service}} of {{publisher}}")],
                    "1: gone, or the bus does not answer.",
                ),
            ],
        ),
        Row(
            "In",
            [
                Panel(
                    "Kept undone",
                    [Query("max by (service, status) (grosz_inbox_messages)", "{{service}} {{status}}")],
                    "Waiting for what they build on, or parked for a person.",
                ),
                Panel(
                    "Age of the oldest of them",
                    [Query("max by (service, status) (grosz_inbox_oldest_age_seconds)", "{{service}} {{status}}")],
                    "",
                    unit="s",
                ),
                Panel(
                    "Messages dealt with",
                    [Query(f"sum by (service, outcome) (rate(grosz_messages_total{RATE}))", "{{service}} {{outcome}}")],
                    "Repeated is normal after a crash; failed is tried again.",
                    unit="cps",
                ),
                Panel(
                    "Clocks ahead",
                    [
                        Query(
                            "sum by (service, publisher) (increase(grosz_messages_clock_ahead_total[1h]))",
                            "{{service}} of {{publisher}}",
                        )
                    ],
                    "Messages whose stamp lay more than a minute ahead of us.",
                ),
            ],
        ),
    ],
)

_P = '{programme="$programme"}'
MONEY = Board(
    "grosz-money",
    "Grosz: money",
    "One programme year: its limit, where the money stands, and what an office must do.",
    [
        Row(
            "Now",
            [
                _one("Limit", f"max(grosz_budget_limit_grosze{_P}) / 100", "", unit="currencyPLN"),
                _one(
                    "Committed",
                    f"max(grosz_budget_committed_grosze{_P}) / 100",
                    "Reserved, contracted, disbursed, settled.",
                    unit="currencyPLN",
                ),
                _one(
                    "Headroom",
                    f"max(grosz_budget_headroom_grosze{_P}) / 100",
                    "What may still be promised.",
                    unit="currencyPLN",
                ),
                _one("Headroom, share", f"max(grosz:budget_headroom:ratio{_P})", "Of the limit.", unit="percentunit"),
                _one(
                    "Suspense",
                    f"max(grosz_suspense_grosze{_P}) / 100",
                    "Moved, and not covered.",
                    unit="currencyPLN",
                    red_above=JUST_ABOVE_ZERO,
                ),
                _one(
                    "Cut pending",
                    f"max(grosz_cut_pending_grosze{_P}) / 100",
                    "Nothing new is promised until it is carried out.",
                    unit="currencyPLN",
                    red_above=JUST_ABOVE_ZERO,
                ),
            ],
        ),
        Row(
            "The twelve balances",
            [
                Panel(
                    "Where the money stands",
                    [Query(f"max by (balance) (grosz_budget_balance_grosze{_P}) / 100", "{{balance}}")],
                    "Together they are the limit, at every moment.",
                    unit="currencyPLN",
                    kind="bars",
                    width=24,
                    height=9,
                ),
            ],
        ),
        Row(
            "What must never be",
            [
                _one(
                    "Accounts below zero",
                    f"max(grosz_accounts_below_zero{_P})",
                    "At the end of any day.",
                    red_above=JUST_ABOVE_ZERO,
                ),
                _one(
                    "Committed above the limit",
                    f"max(clamp_min(grosz_budget_committed_grosze{_P} - grosz_budget_limit_grosze{_P}, 0)) / 100",
                    "",
                    unit="currencyPLN",
                    red_above=JUST_ABOVE_ZERO,
                ),
                _one(
                    "Difference in the recount",
                    f"max(grosz_reconciliation_difference_grosze{_P}) / 100",
                    "The auditor's count against the journal.",
                    unit="currencyPLN",
                    red_above=JUST_ABOVE_ZERO,
                ),
            ],
        ),
        Row(
            "What the office must do",
            [
                _one(
                    "Payments waiting for their second person",
                    "max(grosz_payments_awaiting_second_person)",
                    "UFP art. 53, 54.",
                ),
                _one(
                    "The oldest of them",
                    "max(grosz_payments_awaiting_oldest_age_seconds)",
                    "",
                    unit="s",
                    red_above=3 * 86_400,
                ),
                _one("Reports overdue", "max(grosz_reports_overdue)", "UDPP art. 18.", red_above=JUST_ABOVE_ZERO),
                _one(
                    "Awards refused, a day",
                    'sum(increase(grosz_store_events_total{event="reservation.funds-refused.v1"}[1d]))',
                    "Proposals above what is there.",
                ),
                _one(
                    "Own payments not authorised, a day",
                    'sum(increase(grosz_refusals_total{code="four-eyes-required"}[1d])) or vector(0)',
                    "Tries to be both persons.",
                ),
            ],
        ),
    ],
    [Variable("programme", "grosz_budget_limit_grosze")],
)

BOARDS = [OVERVIEW, SERVICE, BUS, MONEY]
