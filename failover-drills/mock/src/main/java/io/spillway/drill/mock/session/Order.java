package io.spillway.drill.mock.session;

import io.spillway.drill.mock.message.Hash64;

/** Versions that are numbers. */
final class Order {

    private static final int DIGITS = 18;

    private Order() {}

    /** Returns the number that a text is, and 1, because 0 is no version; for any other text a negative hash, which is older than every number. */
    static long of(byte[] octets, int from, int length) {
        long number = 0;
        for (int i = from; i < from + length; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9 || length > DIGITS) {
                return Hash64.of(octets, from, length) | Long.MIN_VALUE;
            }
            number = number * 10 + digit;
        }
        return length == 0 ? Long.MIN_VALUE : number + 1;
    }
}
