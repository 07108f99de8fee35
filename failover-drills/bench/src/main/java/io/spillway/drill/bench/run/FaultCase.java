package io.spillway.drill.bench.run;

import java.time.Duration;
import java.util.Locale;

import io.spillway.drill.bench.instance.Behaviour;
import io.spillway.drill.bench.net.Place;

/** The rows of the table. */
public enum FaultCase {
    /** Both instances of IDC A end at once. */
    LOCAL_KILLED("both local instances killed") {
        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.kill(Place.A1, Place.A2);
        }
    },
    /** Both instances of IDC A stand still: connects succeed, nothing is answered. */
    LOCAL_FROZEN("both local instances frozen (SIGSTOP)") {
        @Override
        void inject(Lab lab) {
            lab.freeze(Place.A1, Place.A2);
        }
    },
    /** Every packet from and to both instances of IDC A vanishes. */
    LOCAL_BLACK_HOLED("both local instances black-holed (DROP)") {
        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.blackHole(Place.A1, Place.A2);
        }
    },
    /** Both instances of IDC A come back after three seconds. */
    RECOVERY("recovery: both local instances return") {
        @Override
        void prepare(Lab lab) throws InterruptedException {
            lab.kill(Place.A1, Place.A2);
        }

        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.revive(Place.A1, Place.A2);
        }
    },
    /** One of the two instances comes back after three seconds. */
    RECOVERY_OF_ONE("recovery: one of two local instances returns") {
        @Override
        void prepare(Lab lab) throws InterruptedException {
            lab.kill(Place.A1);
        }

        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.revive(Place.A1);
        }
    },
    /** All traffic is in IDC B when one of its gateways ends. */
    REMOTE_GATEWAY_KILLED("a gateway of IDC B killed while spilled") {
        @Override
        void prepare(Lab lab) throws InterruptedException {
            lab.kill(Place.A1, Place.A2);
        }

        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.kill(Place.GATEWAY_B1);
        }
    },
    /** One of two instances answers 500 to everything. */
    ERRORS_HEALTH_INCLUDED("one of two answers 500, health check included") {
        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.behave(Place.A1, new Behaviour(Behaviour.GOOD.delay(), 500, 500));
        }
    },
    /** One of two instances answers 500 to requests and 200 to health checks. */
    ERRORS_HEALTH_EXCLUDED("one of two answers 500, health check excluded") {
        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.behave(Place.A1, new Behaviour(Behaviour.GOOD.delay(), 500, 200));
        }
    },
    /** One of two instances takes 100 ms instead of 2. */
    ONE_SLOW("one of two is 50 x slower") {
        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.behave(Place.A1, new Behaviour(Behaviour.GOOD.delay().multipliedBy(50), 200, 200));
        }

        @Override
        Duration grace() {
            return Duration.ofSeconds(2);
        }
    },
    /** One of two instances stands still. */
    ONE_FROZEN("one of two frozen (SIGSTOP)") {
        @Override
        void inject(Lab lab) {
            lab.freeze(Place.A1);
        }
    },
    /** IDC B ends while nothing goes there. */
    OTHER_IDC_DEAD("the other IDC dies while unused") {
        @Override
        void inject(Lab lab) throws InterruptedException {
            lab.killIdc(Place.B1.idc());
        }
    };

    private final String text;

    FaultCase(String text) {
        this.text = text;
    }

    /** Returns the name on the command line and in JSON, as in {@code local-killed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns what happens, for people. */
    public String text() {
        return text;
    }

    /** Brings the system into the state that the fault meets; three seconds pass after it. */
    void prepare(Lab lab) throws InterruptedException {
        // most faults meet a healthy system
    }

    /** Tells whether {@link #prepare} breaks something. */
    boolean prepared() {
        return this == RECOVERY || this == RECOVERY_OF_ONE || this == REMOTE_GATEWAY_KILLED;
    }

    /** Breaks, or brings back; time counts from its begin, or for what returns from its end. */
    abstract void inject(Lab lab) throws InterruptedException;

    /** Tells whether time counts from the end of {@link #inject}. */
    boolean returns() {
        return this == RECOVERY || this == RECOVERY_OF_ONE;
    }

    /** Returns how long after the fault the 99th percentile begins to count. */
    Duration grace() {
        return Duration.ZERO;
    }
}
