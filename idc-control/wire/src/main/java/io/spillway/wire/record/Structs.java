package io.spillway.wire.record;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;

/** Trees as protobuf's JSON-like messages. Whole numbers up to 2^53 come back as they went. */
final class Structs {

    private static final double LARGEST_WHOLE = 0x1p53;

    private Structs() {}

    static Struct of(Tree.Mapping mapping) {
        Struct.Builder struct = Struct.newBuilder();
        mapping.fields().forEach((key, field) -> struct.putFields(key, value(field)));
        return struct.build();
    }

    static Tree toTree(Struct struct) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        struct.getFieldsMap().forEach((key, field) -> fields.put(key, tree(field)));
        return Tree.mapping(fields);
    }

    private static Value value(Tree tree) {
        Value.Builder value = Value.newBuilder();
        return switch (tree) {
            case Tree.Mapping mapping -> value.setStructValue(of(mapping)).build();
            case Tree.Sequence sequence -> {
                ListValue.Builder items = ListValue.newBuilder();
                sequence.items().forEach(item -> items.addValues(value(item)));
                yield value.setListValue(items).build();
            }
            case Tree.Scalar scalar -> switch (scalar.value()) {
                case String text -> value.setStringValue(text).build();
                case Boolean bool -> value.setBoolValue(bool).build();
                case Number number -> value.setNumberValue(number.doubleValue()).build();
                case null, default -> value.setNullValue(NullValue.NULL_VALUE).build();
            };
        };
    }

    private static Tree tree(Value value) {
        return switch (value.getKindCase()) {
            case STRUCT_VALUE -> toTree(value.getStructValue());
            case LIST_VALUE -> Tree.sequence(value.getListValue().getValuesList().stream().map(Structs::tree).toList());
            case STRING_VALUE -> Tree.text(value.getStringValue());
            case BOOL_VALUE -> Tree.bool(value.getBoolValue());
            case NUMBER_VALUE -> number(value.getNumberValue());
            case NULL_VALUE, KIND_NOT_SET -> new Tree.Scalar(null, Position.NONE);
        };
    }

    private static Tree number(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE;
        return whole ? Tree.number((long) number) : new Tree.Scalar(number, Position.NONE);
    }
}
