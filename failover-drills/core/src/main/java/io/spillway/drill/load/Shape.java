package io.spillway.drill.load;

import java.time.Duration;
import java.util.List;

/**
 * How a group's rate changes over time, in requests per second. It begins with the measuring: before that the rate is the one
 * of its first moment.
 */
public sealed interface Shape {

    /** Returns the rate at a time in seconds of a group that is said to send {@code rps}. */
    double rate(double rps, double seconds);

    /** Returns how many requests are due until a time in seconds: the integral of the rate. */
    double count(double rps, double seconds);

    /** Returns the same shape so many times as high. */
    Shape scaled(double factor);

    /** The rate stays as it is. */
    record Constant() implements Shape {
        @Override
        public double rate(double rps, double seconds) {
            return rps;
        }

        @Override
        public double count(double rps, double seconds) {
            return rps * seconds;
        }

        @Override
        public Shape scaled(double factor) {
            return this;
        }
    }

    /**
     * The rate goes evenly from the group's to another one, and stays there.
     *
     * @param to
     *            the other rate
     * @param over
     *            how long that takes
     */
    record Ramp(double to, Duration over) implements Shape {
        @Override
        public double rate(double rps, double seconds) {
            double length = seconds(over);
            return seconds >= length ? to : rps + (to - rps) * seconds / length;
        }

        @Override
        public double count(double rps, double seconds) {
            double rising = Math.min(seconds, seconds(over));
            return (rps + rate(rps, rising)) / 2 * rising + to * (seconds - rising);
        }

        @Override
        public Shape scaled(double factor) {
            return new Ramp(to * factor, over);
        }
    }

    /** One rate for a while. */
    record Stair(double rps, Duration lasts) {}

    /** One rate after the other; the last one stays. Before the measuring it is the first one; the group's own does not matter. */
    record Stairs(List<Stair> stairs) implements Shape {

        /** Copies the list. */
        public Stairs {
            stairs = List.copyOf(stairs);
            if (stairs.isEmpty()) {
                throw new IllegalArgumentException("stairs: none (expected: at least one)");
            }
        }

        @Override
        public double rate(double rps, double seconds) {
            double from = 0;
            for (Stair stair : stairs) {
                from += seconds(stair.lasts);
                if (seconds < from) {
                    return stair.rps;
                }
            }
            return stairs.getLast().rps;
        }

        @Override
        public double count(double rps, double seconds) {
            double count = 0;
            double left = seconds;
            for (Stair stair : stairs) {
                double here = Math.min(left, seconds(stair.lasts));
                count += stair.rps * here;
                left -= here;
            }
            return count + stairs.getLast().rps * left;
        }

        @Override
        public Shape scaled(double factor) {
            return new Stairs(stairs.stream().map(each -> new Stair(each.rps * factor, each.lasts)).toList());
        }
    }

    /**
     * The rate swings around the group's.
     *
     * @param amplitude
     *            how far, at most the group's rate
     * @param period
     *            of one swing
     */
    record Sine(double amplitude, Duration period) implements Shape {
        @Override
        public double rate(double rps, double seconds) {
            return Math.max(0, rps + amplitude * Math.sin(turns() * seconds));
        }

        @Override
        public double count(double rps, double seconds) {
            return rps * seconds + amplitude / turns() * (1 - Math.cos(turns() * seconds));
        }

        @Override
        public Shape scaled(double factor) {
            return new Sine(amplitude * factor, period);
        }

        private double turns() {
            return 2 * Math.PI / seconds(period);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
