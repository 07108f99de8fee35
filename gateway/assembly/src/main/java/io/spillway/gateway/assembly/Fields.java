package io.spillway.gateway.assembly;

import java.io.IOException;
import java.util.Set;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.spillway.wire.xds.XdsNames;

/** Reads fields of messages, and refuses what nobody reads: a feature that is asked for must not be left out silently. */
final class Fields {
    private Fields() {}

    /**
     * Refuses the message when it has a field that is not listed. Which fields it has is read from its bytes: a message
     * asked for its fields looks at all it could have by reflection, which was a third of what reading a resource costs.
     * Writes the whole message for that, so what can be large is to be left out of it.
     */
    static void only(Message message, Set<String> known) {
        Descriptor descriptor = message.getDescriptorForType();
        CodedInputStream in = message.toByteString().newCodedInput();
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                FieldDescriptor field = descriptor.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
                if (field != null && !known.contains(field.getName())) {
                    throw Refusal.unsupported(descriptor.getName() + "." + field.getName());
                }
                var _ = in.skipField(tag);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a message in memory cannot be read", e);
        }
    }

    /** Refuses a source of resources other than the stream that this resource came by. */
    static void ads(String field, ConfigSource source) {
        switch (source.getConfigSourceSpecifierCase()) {
            case ADS, SELF, CONFIGSOURCESPECIFIER_NOT_SET -> {
                // all come by the one stream
            }
            case PATH, PATH_CONFIG_SOURCE, API_CONFIG_SOURCE -> throw Refusal.of(field,
                    source.getConfigSourceSpecifierCase(), "ads");
        }
    }

    static String notEmpty(String field, String value) {
        if (value.isEmpty()) {
            throw Refusal.of(field, "\"\"", "a name");
        }
        return value;
    }

    /** Returns a number that must fit an int. */
    static int number(String field, UInt32Value value) {
        if (value.getValue() < 0) {
            throw Refusal.of(field, Integer.toUnsignedString(value.getValue()), "0..2147483647");
        }
        return value.getValue();
    }

    static java.time.Duration duration(String field, Duration value) {
        if (value.getSeconds() < 0 || value.getNanos() < 0 || value.getSeconds() > 365L * 24 * 3600) {
            throw Refusal.of(field, value.getSeconds() + "s", "0s..1 year");
        }
        return java.time.Duration.ofSeconds(value.getSeconds(), value.getNanos());
    }

    /** Returns a text of our part of the metadata, or the other text when it is not there. */
    static String ours(Metadata metadata, String key, String otherwise) {
        Struct struct = metadata.getFilterMetadataOrDefault(XdsNames.METADATA, Struct.getDefaultInstance());
        Value value = struct.getFieldsOrDefault(key, Value.getDefaultInstance());
        return value.hasStringValue() && !value.getStringValue().isEmpty() ? value.getStringValue() : otherwise;
    }

    static <T extends Message> T unpack(String field, Any any, Class<T> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw Refusal.of(field, any.getTypeUrl(), "a readable " + type.getSimpleName());
        }
    }
}
