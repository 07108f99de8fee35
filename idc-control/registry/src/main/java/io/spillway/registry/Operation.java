package io.spillway.registry;

import java.util.Arrays;

/** One change inside a {@link Transaction}. */
public sealed interface Operation {

    /** Returns the key that is changed. */
    String key();

    /** Returns a put without a lease. */
    static Operation put(String key, byte[] value) {
        return new Put(key, value, 0);
    }

    /** Returns a put that lives as long as the lease. */
    static Operation put(String key, byte[] value, long leaseId) {
        return new Put(key, value, leaseId);
    }

    /** Returns a deletion; deleting an absent key changes nothing. */
    static Operation delete(String key) {
        return new Delete(key);
    }

    /** Writes a value. A value is not copied: nobody may change it afterwards. */
    final class Put implements Operation {

        private final String key;
        private final byte[] value;
        private final long leaseId;

        Put(String key, byte[] value, long leaseId) {
            this.key = key;
            this.value = value;
            this.leaseId = leaseId;
        }

        @Override
        public String key() {
            return key;
        }

        /** Returns the new value; shared, must not be changed. */
        public byte[] value() {
            return value;
        }

        /** Returns the lease, 0 for none. */
        public long leaseId() {
            return leaseId;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Put that && key.equals(that.key) && leaseId == that.leaseId
                    && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * key.hashCode() + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "put " + key + " (" + value.length + " bytes)";
        }
    }

    /** Removes a key. */
    record Delete(String key) implements Operation {}
}
