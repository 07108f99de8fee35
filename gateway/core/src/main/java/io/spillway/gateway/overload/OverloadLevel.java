package io.spillway.gateway.overload;

/** How far a gateway has withdrawn; each level does what those before it do, and more. */
public enum OverloadLevel {
    /** Everything as usual. */
    CALM(0),
    /** Idle connections are kept for a shorter time, the shorter the higher the pressure. */
    WARM(0.80),
    /** Connections end with their answer, sheddable requests are refused. */
    HOT(0.90),
    /** Only critical requests are taken, and only they get new upstream connections. */
    SEVERE(0.95),
    /** No connection is accepted. Critical requests on open connections are still served. */
    FULL(0.98);

    private final double enter;

    OverloadLevel(double enter) {
        this.enter = enter;
    }

    /** Returns the level that is left less far; that of {@link #CALM} is itself. */
    OverloadLevel below() {
        return switch (this) {
            case CALM, WARM -> CALM;
            case HOT -> WARM;
            case SEVERE -> HOT;
            case FULL -> SEVERE;
        };
    }

    /** Returns from which pressure on the level begins. */
    public double enter() {
        return enter;
    }
}
