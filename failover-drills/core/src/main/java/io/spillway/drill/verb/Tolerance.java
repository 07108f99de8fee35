package io.spillway.drill.verb;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How much worse a figure may be.
 *
 * @param share
 *            of the earlier figure, 0.2 for 20 %
 */
record Tolerance(double share) {

    private static final double PERCENT = 100;

    /** Reads {@code 20%} or {@code 20}. */
    static final class Reader implements ITypeConverter<Tolerance> {
        @Override
        public Tolerance convert(String text) {
            String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
            try {
                double percent = Double.parseDouble(number);
                if (percent >= 0 && Double.isFinite(percent)) {
                    return new Tolerance(percent / PERCENT);
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new TypeConversionException("\"" + text + "\" (expected: a share in percent, such as 20%)");
        }
    }
}
