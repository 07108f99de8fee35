package io.spillway.control.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;

/**
 * Puts a ClusterLoadAssignment together from bytes that others have too. It gives the bytes that protobuf would write of the
 * message: fields in the order of their numbers, and nothing for a priority of 0. Mutable; used by one thread.
 */
final class AssignmentBytes {

    private ByteString bytes;
    private int priority;

    AssignmentBytes(String clusterName) {
        bytes = written(
                CodedOutputStream.computeStringSize(ClusterLoadAssignment.CLUSTER_NAME_FIELD_NUMBER, clusterName),
                out -> out.writeString(ClusterLoadAssignment.CLUSTER_NAME_FIELD_NUMBER, clusterName));
    }

    /**
     * Localities without metadata that share a priority, whichever that will be.
     *
     * @param first as they stand in an assignment with the priority 0, all of them
     * @param localities each one's message without a priority; parts of {@code first}
     */
    record Level(ByteString first, List<ByteString> localities) {

        /** Returns the level of some localities that say no priority, nor anything that comes after it. */
        static Level of(List<LocalityLbEndpoints> localities) {
            int size = 0;
            for (LocalityLbEndpoints locality : localities) {
                size += CodedOutputStream.computeMessageSize(ClusterLoadAssignment.ENDPOINTS_FIELD_NUMBER, locality);
            }
            List<Integer> ends = new ArrayList<>();
            ByteString first = written(size, out -> {
                out.useDeterministicSerialization();
                for (LocalityLbEndpoints locality : localities) {
                    out.writeMessage(ClusterLoadAssignment.ENDPOINTS_FIELD_NUMBER, locality);
                    ends.add(out.getTotalBytesWritten());
                }
            });
            List<ByteString> parts = new ArrayList<>();
            for (int i = 0; i < ends.size(); i++) {
                parts.add(first.substring(ends.get(i) - localities.get(i).getSerializedSize(), ends.get(i)));
            }
            return new Level(first, List.copyOf(parts));
        }
    }

    /**
     * Adds a level as the next priority; one without localities takes none.
     *
     * @param metadata of each locality, in their order; empty when they have none
     */
    void add(Level level, List<Metadata> metadata) {
        if (level.localities.isEmpty()) {
            return;
        }
        if (priority == 0 && metadata.isEmpty()) {
            bytes = bytes.concat(level.first);
        } else {
            for (int i = 0; i < level.localities.size(); i++) {
                // The fields that come last in a locality, alone.
                LocalityLbEndpoints.Builder rest = LocalityLbEndpoints.newBuilder().setPriority(priority);
                if (!metadata.isEmpty()) {
                    rest.setMetadata(metadata.get(i));
                }
                ByteString end = Versioned.deterministic(rest.build());
                ByteString locality = level.localities.get(i);
                bytes = bytes.concat(frame(locality.size() + end.size())).concat(locality).concat(end);
            }
        }
        priority++;
    }

    /** Adds one locality as the next priority. */
    void add(LocalityLbEndpoints.Builder locality) {
        addMessage(ClusterLoadAssignment.ENDPOINTS_FIELD_NUMBER, locality.setPriority(priority).build());
        priority++;
    }

    /** Sets the overprovisioning factor, in percent; nothing is added after that. */
    void overprovision(int percent) {
        addMessage(ClusterLoadAssignment.POLICY_FIELD_NUMBER, ClusterLoadAssignment.Policy.newBuilder()
                .setOverprovisioningFactor(Protos.number(percent)).build());
    }

    ByteString bytes() {
        return bytes;
    }

    private void addMessage(int field, Message message) {
        bytes = bytes.concat(written(CodedOutputStream.computeMessageSize(field, message), out -> {
            out.useDeterministicSerialization();
            out.writeMessage(field, message);
        }));
    }

    /** Returns what stands before a locality of that size. */
    private static ByteString frame(int size) {
        int field = ClusterLoadAssignment.ENDPOINTS_FIELD_NUMBER;
        return written(CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(size),
                out -> {
                    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                    out.writeUInt32NoTag(size);
                });
    }

    /** Something that is written. */
    private interface Part {
        void write(CodedOutputStream out) throws IOException;
    }

    private static ByteString written(int size, Part part) {
        byte[] array = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(array);
        try {
            part.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out.checkNoSpaceLeft();
        return UnsafeByteOperations.unsafeWrap(array);
    }
}
