package io.spillway.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Operations that happen in one revision if all comparisons hold. The limits are those of an etcd with default settings,
 * so that what works on one registry works on all.
 */
public record Transaction(List<Compare> compares, List<Operation> operations) {

    /** The most operations of one transaction. */
    public static final int MAX_OPERATIONS = 128;

    /** The most comparisons of one transaction; a registry adds one of its own. */
    public static final int MAX_COMPARES = MAX_OPERATIONS - 1;

    /** The most bytes of keys and values of one transaction. */
    public static final int MAX_BYTES = 1024 * 1024;

    /** Refuses with an IllegalArgumentException what exceeds the limits, changes nothing, or changes one key twice. */
    public Transaction {
        compares = List.copyOf(compares);
        operations = List.copyOf(operations);
        check(compares, operations);
    }

    /** Returns a put under the condition that {@code key} still has {@code modRevision} (0: is absent). */
    public static Transaction put(String key, long modRevision, byte[] value) {
        return new Transaction(List.of(new Compare(key, modRevision)), List.of(Operation.put(key, value)));
    }

    /** Returns a deletion under the condition that {@code key} still has {@code modRevision}. */
    public static Transaction delete(String key, long modRevision) {
        return new Transaction(List.of(new Compare(key, modRevision)), List.of(Operation.delete(key)));
    }

    private static void check(List<Compare> compares, List<Operation> operations) {
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("operations: 0 (expected: at least 1)");
        }
        atMost("operations", operations.size(), MAX_OPERATIONS);
        atMost("compares", compares.size(), MAX_COMPARES);
        Set<String> keys = new HashSet<>();
        long bytes = 0;
        for (Operation operation : operations) {
            if (operation.key().isEmpty() || !keys.add(operation.key())) {
                throw new IllegalArgumentException(
                        "key: \"" + operation.key() + "\" (expected: not empty, changed once in a transaction)");
            }
            bytes += operation.key().length();
            if (operation instanceof Operation.Put put) {
                bytes += put.value().length;
            }
        }
        atMost("bytes", bytes, MAX_BYTES);
    }

    private static void atMost(String what, long count, long limit) {
        if (count > limit) {
            throw new IllegalArgumentException(what + ": " + count + " (expected: at most " + limit + ")");
        }
    }
}
