"""What the API's description calls each list of choices, so that a name never depends on the order of its endpoints."""

NAMES = {
    "VerbEnum": "incidents.states.STEPS",
    "ClockEnum": "incidents.clocks.CLOCKS",
    "ExchangeVerbEnum": "calls.commanding.Verb.choices",
    "SourceEnum": "incidents.models.Source.choices",
    "ManualSourceEnum": "calls.api.MANUAL",
    "StateEnum": "incidents.states.State.choices",
    "CallChannelEnum": "calls.thread.Channel.choices",
    "MessageChannelEnum": "calls.message_api.CHANNELS",
    "LineStateEnum": "calls.thread.Delivery.choices",
    "CallOutcomeEnum": "calls.models.CallOutcome.choices",
    "StageEnum": "incidents.states.Stage.choices",
    "SurgeStageEnum": "incidents.surges.SurgeStage.choices",
    "AlertEnum": "incidents.surges.Alert.choices",
    "IncidentOutcomeEnum": "incidents.models.Outcome.choices",
    "PriorityEnum": "incidents.models.Priority.choices",
    "CallBackResultEnum": "calls.ends.CallBackResult.choices",
    "CloseReasonEnum": "calls.callback_api.CLOSE_REASONS",
    "OutcomeReasonEnum": "calls.ends.REASON_CHOICES",
    "LocationWayEnum": "calls.positions.Way.choices",
    "RevealReasonEnum": "calls.actions.answering.REASONS",
}
