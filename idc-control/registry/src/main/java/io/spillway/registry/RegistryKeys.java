package io.spillway.registry;

import java.util.Locale;

/** The layout of the keys. */
public final class RegistryKeys {

    /** Everything that nodes keep in memory. */
    public static final String ROOT = "/spillway/v1/";
    /** Resources: {@code resources/<plural>/<name>}. */
    public static final String RESOURCES = ROOT + "resources/";
    /** Imported ServiceEntries: {@code imports/<origin IDC>/<service>}. */
    public static final String IMPORTS = ROOT + "imports/";
    /**
     * Updates that a guard holds: {@code held/<origin IDC>/<service>}; without a service that of the list of services.
     */
    public static final String HELD = ROOT + "held/";
    /** What guards remember of imports that shrank or went: {@code traces/<origin IDC>/<service>}. */
    public static final String TRACES = ROOT + "traces/";
    /** Batches of imports that are not written to their end: {@code unfinished/<origin IDC>/}. */
    public static final String UNFINISHED = ROOT + "unfinished/";
    /** What sources of workloads hold, with the word of who releases it: {@code sources/<source>/held}. */
    public static final String SOURCES = ROOT + "sources/";
    /** TrafficShifts: {@code shifts/<scope path>}. */
    public static final String SHIFTS = ROOT + "shifts/";
    /** TrafficShifts of this IDC that lost to others unseen: {@code lost/<scope path>}. */
    public static final String LOST = ROOT + "lost/";
    /** What each IDC says of its part of a switch-over: {@code progress/<origin IDC>/<switch-over>}. */
    public static final String PROGRESS = ROOT + "progress/";
    /**
     * Whose traffic only one switch-over may move: {@code switchover/locks/drgroup/<name>} or {@code service/<name>}; its value is
     * the name of that switch-over.
     */
    public static final String SWITCH_OVER_LOCKS = ROOT + "switchover/locks/";
    /** What is held against workloads by health checks: {@code health/<workload>}; not bound to a lease. */
    public static final String HEALTH = ROOT + "health/";
    /** By how much load requests are divided over IDCs: {@code spill/<service>}; not bound to a lease. */
    public static final String SPILL = ROOT + "spill/";
    /**
     * Put with every resource that begins to name another, or to claim a host: {@code named/<plural>/<name>/<plural of those
     * who name it>}. Empty; its revision says since when nobody else did.
     */
    public static final String NAMED = ROOT + "named/";
    /** Live control nodes, under their leases: {@code control/<node>}. */
    public static final String CONTROL = ROOT + "control/";
    /** Which registry-sync leads, under the lease of its control node; written once in a term, which is its revision. */
    public static final String SYNC_LEADER = ROOT + "sync/leader";
    /** Marks of the system itself. */
    public static final String META = ROOT + "meta/";
    /** Which registry this is: written by the registry implementations themselves. */
    public static final String IDENTITY = META + "identity";

    /**
     * Records of what operators did: {@code audit/<20 digits>}. Not below {@link #ROOT}: every node keeps in memory, and lists
     * again and again, what is there.
     */
    public static final String AUDIT = "/spillway/v1-audit/";
    /** Where the chain of audit records ends: {@code audit/head}. */
    public static final String AUDIT_HEAD = ROOT + "audit/head";

    /** Where the chain begins that was pruned: {@code audit/pruned}. */
    public static final String AUDIT_PRUNED = ROOT + "audit/pruned";

    /**
     * Which owed records are in the chain: {@code owed/<node>/<id>}, until the node owes them no more. Not below {@link #ROOT}: only
     * that node reads them.
     */
    public static final String OWED = "/spillway/v1-audit-owed/";

    /** What waits for a second person: {@code approvals/<id>}. Not below {@link #ROOT}: it is read when somebody asks. */
    public static final String APPROVALS = "/spillway/v1-approvals/";

    /** The keys that seal sessions of the console. Not below {@link #ROOT}: no node keeps it beside what it serves. */
    public static final String SEAL_KEYS = "/spillway/v1-console/keys";

    /** What IDCs have told of where the chains of their audits end: {@code heads/<IDC>/chain}. */
    public static final String HEADS = ROOT + "heads/";

    /** What goes on of drills. Not below {@link #ROOT}: it is read when somebody acts on it. */
    private static final String DRILLS = "/spillway/v1-drills/";
    /** The run that has its turn, as in {@code nightly/20261128-030000-000}: one at a time in an IDC. */
    public static final String DRILL_TURN = DRILLS + "turn";

    private RegistryKeys() {}

    /** Returns the key that stands as long as the agent of a drill's run is heard, under its lease. */
    public static String drillAgent(String drill) {
        return DRILLS + "agents/" + drill;
    }

    /** Returns the key of a resource. */
    public static String resource(String plural, String name) {
        return RESOURCES + plural + "/" + name;
    }

    /** Returns the key of an imported service. */
    public static String imported(String originIdc, String service) {
        return IMPORTS + originIdc + "/" + service;
    }

    /** Returns the key of a held update; {@code service} is empty for that of the list of services. */
    public static String held(String originIdc, String service) {
        return HELD + originIdc + "/" + service;
    }

    /** Returns the key of what guards remember of a service. */
    public static String trace(String originIdc, String service) {
        return TRACES + originIdc + "/" + service;
    }

    /** Returns the key of the mark of an IDC's unfinished batch. */
    public static String unfinished(String originIdc) {
        return UNFINISHED + originIdc + "/";
    }

    /** Returns the key of what a source of workloads holds. */
    public static String source(String source) {
        return SOURCES + source + "/held";
    }

    /** Returns the key of the mark that a shift of that scope lost. */
    public static String lost(String scopePath) {
        return LOST + scopePath;
    }

    /** Returns the key of a shift; {@code scopePath} is like {@code drgroup/core}. */
    public static String shift(String scopePath) {
        return SHIFTS + scopePath;
    }

    /** Returns the key of what an IDC says of its part of a switch-over. */
    public static String progress(String originIdc, String switchOver) {
        return PROGRESS + originIdc + "/" + switchOver;
    }

    /** Returns the key of a lock of a switch-over's plan, which is like {@code drgroup/core}. */
    public static String switchOverLock(String lock) {
        return SWITCH_OVER_LOCKS + lock;
    }

    /** Returns the key of what is held against a workload. */
    public static String health(String workload) {
        return HEALTH + workload;
    }

    /** Returns the key of the load by which the requests to a service are divided. */
    public static String spill(String service) {
        return SPILL + service;
    }

    /** Returns the key that is put when a resource of {@code by} begins to name {@code what}, for instance {@code clusters/a}. */
    public static String named(String what, String by) {
        return NAMED + what + "/" + by;
    }

    /** Returns the key of an audit record, from 1. */
    public static String audit(long sequence) {
        return AUDIT + String.format(Locale.ROOT, "%020d", sequence);
    }

    /** Returns the key that says that an owed record of a node is in the chain. */
    public static String owed(String node, String id) {
        return OWED + node + "/" + id;
    }

    /** Returns the key of what waits for a second person. */
    public static String approval(String id) {
        return APPROVALS + id;
    }

    /** Returns the key of what an IDC has told of its chain. */
    public static String heads(String idc) {
        return HEADS + idc + "/chain";
    }

    /** Returns the key of a control node. */
    public static String control(String node) {
        return CONTROL + node;
    }
}
