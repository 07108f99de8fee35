package io.spillway.control.switchover.plan;

import java.util.Locale;

import io.spillway.model.resource.SwitchCheck;

/** The items of the check list, in their order: why each matters, and what to do when it did not pass. */
enum Item {
    SCOPE("What is not known, or is not backed by both IDCs, cannot move from one to the other",
            "Correct the names; see 'spillway get idcs', 'get drgroups' and 'get services'"), LIMITS(
                    "Somebody has said that nothing may move now",
                    "Wait for the end of the time, or let whoever froze the DrGroup change its limits"), OTHER_MOVES(
                            "Two who move the same traffic undo each other, and neither can go back",
                            "Let the other end, or roll it back; clear a wider shift, or ask for its scope"), TO_MOVE(
                                    "A switch-over that moves nothing proves nothing",
                                    "See which IDC has the traffic: 'spillway get shifts'"), BLAST_RADIUS(
                                            "What would move is computed twice, by code that has nothing in common; where they"
                                                    + " differ one of them is wrong",
                                            "Do not start it; report the two answers"), TARGET_HEALTHY(
                                                    "Requests that arrive where nothing serves fail",
                                                    "Bring the Service up there, or leave it out of the scope"), CAPACITY(
                                                            "An IDC that gets more than it can carry fails for its own users as well",
                                                            "Move less, free the receiving IDC, or raise gates.targetLoad knowingly"), MIN_ACTIVE(
                                                                    "With fewer IDCs able to serve the next failure is an outage",
                                                                    "Leave out 'exclude', or clear the shift that excludes another IDC"), SYNC_FRESH(
                                                                            "What an IDC that is not heard can serve is not known, and it does not hear of the move",
                                                                            "See the peers in 'spillway status'; when the IDC that is left is dead: mode ungraceful"), FLEET_ACKS(
                                                                                    "Gateways that do not know the newest state send requests where they went before",
                                                                                    "See 'spillway delivery'; restart or take out those that are named"), CONTROL_NODES(
                                                                                            "Whoever carries the switch-over out may die; then another node goes on",
                                                                                            "Run at least two control nodes on etcd; until then watch this one"), CLOCKS(
                                                                                                    "Times of plans, soaks and expiry are told by several clocks",
                                                                                                    "See the time service (chrony, ntpd) of the machines"), HELD_UPDATES(
                                                                                                            "Figures of a Service that is held back are those of before",
                                                                                                            "See 'spillway sync status'; release what is right");

    private final String why;
    private final String action;

    Item(String why, String action) {
        this.why = why;
        this.action = action;
    }

    /** Returns the name in the list, as in "min-active". */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    SwitchCheck passed(String how) {
        return check(SwitchCheck.Outcome.PASSED, how);
    }

    SwitchCheck warning(String how) {
        return check(SwitchCheck.Outcome.WARNING, how);
    }

    SwitchCheck failed(String how) {
        return check(SwitchCheck.Outcome.FAILED, how);
    }

    SwitchCheck skipped(String how) {
        return check(SwitchCheck.Outcome.SKIPPED, how);
    }

    private SwitchCheck check(SwitchCheck.Outcome outcome, String how) {
        return new SwitchCheck(word(), outcome, how, why, action);
    }
}
