package io.spillway.control.node;

import java.time.Duration;
import java.util.Map;

import io.spillway.control.audit.AuditObserver;
import io.spillway.control.drill.DrillObserver;
import io.spillway.control.health.HealthObserver;
import io.spillway.control.load.LoadObserver;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.spill.SpillObserver;

/** What metrics want to know of a node. Calls come from many threads and must not block. */
public interface NodeObserver extends LoadObserver, HealthObserver, SpillObserver, AuditObserver, DrillObserver {

    /** An observer that does nothing. */
    NodeObserver NONE = new NodeObserver() {
    };

    /** A change was Acked so long after its registry event. */
    default void acked(ResourceType type, long nanosSinceEvent) {}

    /** A change was written to the wire so long after its registry event. */
    default void sent(ResourceType type, long nanosSinceEvent) {}

    /** That share of the clients that a revision touched has Acked it, the last of them so long after the event. */
    default void delivered(int percent, long nanosSinceEvent) {}

    /** A client refused a response. */
    default void nacked(ResourceType type) {}

    /** A client's stream was refused or ended by this node. */
    default void refused(String reason) {}

    /** An event was folded in; so many wait. */
    default void step(int waiting, long nanos, long revision) {}

    /** The registry was lost or came back. */
    default void registry(boolean connected) {}

    /** So many resources are served although the registry has them no more. */
    default void held(int resources) {}

    /** An update of that IDC that was held is applied because its origin confirmed it. */
    default void confirmed(String idc) {}

    /** So many control nodes of the IDC live, this one included. */
    default void nodes(int live) {}

    /** So many workloads drain and wait to be released. */
    default void draining(int workloads) {}

    /** This node released a workload; {@code reason}: {@code acked} or {@code deadline}. */
    default void released(String reason) {}

    /** These switch-overs are not over, by their names; in these states. */
    default void switchOvers(Map<String, String> states) {}

    /** A switch-over was led out of a phase by this node, in which it stayed so long. */
    default void switchOverLeft(String phase, Duration stayed) {}

    /** Of each DrGroup whether its policy would act, and whether the self-check of automatic shift found nothing. */
    default void automatic(Map<String, Boolean> armed, boolean selfCheck) {}

    /** This node became ready. */
    default void ready(boolean ready) {}
}
