package io.spillway.drill.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.drill.churn.ChurnSpec;
import io.spillway.drill.fault.Fault;
import io.spillway.drill.fleet.Selector;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverState;
import org.jspecify.annotations.Nullable;

/** One thing that a drill does. Steps are played in order. */
public sealed interface Step {

    /** A part of the run with a name, until the next one begins. */
    record Phase(String name) implements Step {}

    /** Nothing happens for a while. */
    record Sleep(Duration duration) implements Step {}

    /** Something happens that is worth a mark and clocks. */
    sealed interface Happening extends Step {

        /** Returns the name of the event in the report. */
        String event();

        /** Returns where traffic is to be after it, null when it is to stay where it is. */
        @Nullable
        Expectation expectation();
    }

    /** What is done to processes. */
    enum Blow {
        /** They end without warning (SIGKILL). */
        KILL,
        /** They hang (SIGSTOP). */
        STOP,
        /** They go on after having hung (SIGCONT). */
        CONTINUE,
        /** Those that do not run are started and waited for. */
        START,
        /** They are started again, after an orderly end when they run, and are waited for. */
        RESTART
    }

    /**
     * Something is done to the picked processes.
     *
     * @param within
     *            how long a start may take
     * @param ttl
     *            how long they may hang or stay dead when nobody ends that, null for the drill's own time to live
     */
    record Strike(String event, @Nullable Expectation expectation, Blow blow, Selector selector, Duration within,
            @Nullable Duration ttl)
            implements
                Happening {}

    /**
     * A fault begins, whose name is that of the event.
     *
     * @param ttl
     *            after which it ends by itself, null for the drill's own time to live
     */
    record Break(String event, @Nullable Expectation expectation, Fault fault, @Nullable Duration ttl)
            implements
                Happening {}

    /** A fault ends before its time. */
    record End(String event, @Nullable Expectation expectation, String fault) implements Happening {}

    /**
     * An operator sets a TrafficShift.
     *
     * @param idc
     *            whose control plane is told
     * @param scope
     *            {@code drgroup/NAME}, {@code service/NAME} or {@code idc/NAME}
     * @param weights
     *            percent by IDC
     */
    record Shift(String event, @Nullable Expectation expectation, String idc, String scope,
            Map<String, Integer> weights,
            List<String> excluded, String reason) implements Happening {

        /** Copies the collections. */
        public Shift {
            weights = Map.copyOf(weights);
            excluded = List.copyOf(excluded);
        }
    }

    /** An operator clears a TrafficShift. */
    record ClearShift(String event, @Nullable Expectation expectation, String idc, String scope) implements Happening {}

    /**
     * A switch-over is made and checked; when it is READY, an operator starts it. That is what happens; the step ends when it is
     * COMPLETED.
     *
     * @param idc
     *            whose control plane is told, and coordinates
     * @param name
     *            of the switch-over
     * @param scope
     *            {@code drgroup/NAME}, {@code service/NAME} or {@code idc/NAME}
     * @param from
     *            the IDC that is left
     * @param to
     *            the IDC that receives
     * @param percents
     *            its steps, rising
     * @param soak
     *            how long each is watched
     * @param mode
     *            graceful, ungraceful or emergency
     * @param within
     *            the drill is aborted when it has not come so far by then
     * @param origin
     *            DRILL; MANUAL only in a drill about what an operator's own switch-over does to drills
     * @param until
     *            where the step ends: COMPLETED, or a state on the way there when something is to happen meanwhile
     */
    record SwitchOver(String event, @Nullable Expectation expectation, String idc, String name, String scope,
            String from, String to, List<Integer> percents, Duration soak, SwitchMode mode, String reason,
            Duration within, SwitchOrigin origin, SwitchOverState until) implements Happening {

        /** Copies the list. */
        public SwitchOver {
            percents = List.copyOf(percents);
        }

        /** Creates one that gives way to those of operators. */
        public SwitchOver(String event, @Nullable Expectation expectation, String idc, String name, String scope,
                String from, String to, List<Integer> percents, Duration soak, SwitchMode mode, String reason,
                Duration within) {
            this(event, expectation, idc, name, scope, from, to, percents, soak, mode, reason, within,
                    SwitchOrigin.DRILL, SwitchOverState.COMPLETED);
        }
    }

    /**
     * Waits until a switch-over that a step before has started is COMPLETED.
     *
     * @param within
     *            the drill is aborted when it is not by then
     */
    record AwaitSwitchOver(String idc, String name, Duration within) implements Step {}

    /**
     * An operator takes a switch-over back; the step ends when it is ROLLED_BACK.
     *
     * @param name
     *            of a switch-over that was made by a step before
     * @param within
     *            the drill is aborted when it is not ROLLED_BACK by then
     */
    record RollBack(String event, @Nullable Expectation expectation, String idc, String name, String reason,
            Duration within) implements Happening {}

    /**
     * Whatever is not over of the switch-overs that the drill has made at an IDC's control plane is aborted or taken back.
     *
     * @param within
     *            how long each may take
     */
    record EndSwitchOvers(String event, @Nullable Expectation expectation, String idc, Duration within)
            implements
                Happening {}

    /**
     * Somebody asks a control plane for something that it may refuse; what it answers is noted.
     *
     * @param method
     *            PUT, POST or DELETE
     * @param path
     *            below {@code /v1/}
     * @param body
     *            YAML or JSON, may be empty
     */
    record Attempt(String event, @Nullable Expectation expectation, String idc, String method, String path, String body)
            implements
                Happening {}

    /**
     * A copy of what an etcd has on its disk is kept, or put back; the etcd does not run then.
     *
     * @param back
     *            whether the copy that was kept is put back
     */
    record EtcdData(String idc, boolean back) implements Step {}

    /**
     * A control plane does not believe its registry, because it went back; an operator says that it is right.
     *
     * @param within
     *            the drill is aborted when it still believes it by then
     */
    record AcceptRegistry(String event, @Nullable Expectation expectation, String idc, Duration within)
            implements
                Happening {}

    /** Resources are applied from a file or folder. */
    record Apply(String event, @Nullable Expectation expectation, String idc, Path file) implements Happening {}

    /**
     * From here on somebody changes workloads at a steady rate, beside the steps that follow. What is changed is written
     * before that.
     *
     * @param idc
     *            whose control nodes are told
     * @param over
     *            for how long
     */
    record Churn(String idc, ChurnSpec spec, Duration over) implements Step {}

    /** How mock data planes are to be. */
    enum Aim {
        /** All have a stream and have done their steps. */
        CONNECTED,
        /**
         * All changes are written, every control node has them, and all mock data planes hold what a new one is given.
         */
        NEWEST
    }

    /**
     * Waits until all mock data planes are as they are to be.
     *
     * @param within
     *            the drill is aborted when it takes longer
     */
    record AwaitClients(Aim aim, Duration within) implements Step {}

    /**
     * Measures what is left of the heap of the picked processes after a full collection.
     *
     * @param mark
     *            a name for this place in the story; samples of one mark are compared
     */
    record SampleHeap(Selector selector, String mark) implements Step {}

    /**
     * Waits until a time of a repetition has come, however long its steps took.
     *
     * @param turn
     *            0 for the beginning, where the time is taken
     * @param every
     *            from one turn to the next
     */
    record Pace(int turn, Duration every) implements Step {}

    /**
     * Waits until a share of the traffic is where it is to be.
     *
     * @param percent
     *            of the requests of the last {@code hold}
     * @param p99
     *            99 % of those requests took no longer, null when their latency does not matter
     * @param within
     *            the drill is aborted when it takes longer
     */
    record Await(Expectation expectation, double percent, @Nullable Duration p99, Duration hold,
            Duration within) implements Step {}
}
