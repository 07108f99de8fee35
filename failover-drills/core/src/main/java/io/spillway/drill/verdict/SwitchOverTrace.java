package io.spillway.drill.verdict;

import java.util.ArrayList;
import java.util.List;

import io.spillway.model.resource.SwitchOverState;

/**
 * What the state machine made of one switch-over.
 *
 * @param name
 *            of the switch-over
 * @param idc
 *            whose control plane was asked
 * @param state
 *            the last one that was seen
 * @param transitions
 *            all that were seen, in order
 */
public record SwitchOverTrace(String name, String idc, SwitchOverState state, List<Transition> transitions) {

    /** Copies the list. */
    public SwitchOverTrace {
        transitions = List.copyOf(transitions);
    }

    /**
     * One transition.
     *
     * @param sequence
     *            its number
     * @param atMs
     *            when it was made, by the clock of the control node that made it, milliseconds of the recording
     * @param event
     *            what led from one state to the other
     * @param step
     *            which step of the plan it left the machine at, from 0
     * @param everybody
     *            whether that is about the gateways of all IDCs, not only about those of the receiver
     * @param phase
     *            the phase of the step
     * @param detail
     *            figures or reasons, may be empty
     */
    public record Transition(long sequence, double atMs, SwitchOverState from, SwitchOverState to, String event,
            int step, boolean everybody, String phase, String detail) {

        /** Returns where in its steps it left the machine, for people. */
        public String position() {
            return "step " + (step + 1) + " " + (everybody ? "EVERYBODY" : "RECEIVER") + " " + phase;
        }

        /** Returns whether with it all gateways were told to send by a step's shares. */
        public boolean tellsEverybody() {
            return event.equals("pushed") && everybody;
        }

        /** Returns whether with it the machine began to take everything back. */
        public boolean turnsBack() {
            return to == SwitchOverState.ROLLING_BACK && from != SwitchOverState.ROLLING_BACK;
        }
    }

    /** Returns the last transition for people. */
    public String last() {
        if (transitions.isEmpty()) {
            return "nothing was done about it";
        }
        Transition last = transitions.getLast();
        return last.event() + " from " + last.from() + " to " + last.to() + " at " + last.position()
                + (last.detail().isEmpty() ? "" : ": " + last.detail());
    }

    /** Returns the same with what a later look has seen: the machine keeps only its last transitions. */
    public SwitchOverTrace then(SwitchOverTrace later) {
        long seen = transitions.isEmpty() ? -1 : transitions.getLast().sequence();
        List<Transition> all = new ArrayList<>(transitions);
        later.transitions().stream().filter(each -> each.sequence() > seen).forEach(all::add);
        return new SwitchOverTrace(name, idc, later.state(), all);
    }
}
