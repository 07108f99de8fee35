package io.spillway.wire.document;

import java.util.Locale;

/** Constants as documents write them: in lower case, as {@code ScalarType.lowerCaseChoice} reads them. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
