package io.spillway.drill.bench.growth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.spillway.drill.bench.push.Shape;
import io.spillway.gateway.bench.process.BenchFailure;

/** What grows. */
public enum Over {
    SERVICES {
        @Override
        Shape times(Shape base, int factor) {
            return new Shape(base.clients(), base.services() * factor, base.workloads());
        }

        @Override
        int of(Shape shape) {
            return shape.services();
        }
    },
    WORKLOADS {
        @Override
        Shape times(Shape base, int factor) {
            return new Shape(base.clients(), base.services(), base.workloads() * factor);
        }

        @Override
        int of(Shape shape) {
            return shape.workloads();
        }
    },
    CLIENTS {
        @Override
        Shape times(Shape base, int factor) {
            return new Shape(base.clients() * factor, base.services(), base.workloads());
        }

        @Override
        int of(Shape shape) {
            return shape.clients();
        }
    };

    /** Returns a size with so many times as much of this. */
    abstract Shape times(Shape base, int factor);

    /** Returns how much of this a size has. */
    abstract int of(Shape shape);

    /** Returns the word for it on the command line and in reports. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns all words. */
    static List<String> words() {
        return Arrays.stream(values()).map(Over::word).toList();
    }

    /**
     * Returns the one of that word.
     *
     * @throws BenchFailure when there is none
     */
    static Over ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst().orElseThrow(
                () -> new BenchFailure("--over '" + word + "' (expected: some of " + String.join(", ", words()) + ")"));
    }
}
