package io.spillway.control.load;

/** Why a part of a report is not counted. */
public enum Nonsense {
    /** A cluster that this control plane does not serve (any more). */
    UNKNOWN_CLUSTER("unknown_cluster"),
    /** A locality whose zone is no IDC. */
    UNKNOWN_IDC("unknown_idc"),
    /** A negative count, or more than any data plane can do. */
    COUNT("count"),
    /** A negative interval, or one of more than a day. */
    INTERVAL("interval"),
    /** A priority that no assignment has. */
    PRIORITY("priority"),
    /** How long requests took, by a bucket that there is not. */
    BUCKET("bucket"),
    /** More localities or drop categories than are taken. */
    TOO_MANY("too_many");

    private final String word;

    Nonsense(String word) {
        this.word = word;
    }

    /** Returns the name in metrics. */
    public String word() {
        return word;
    }
}
