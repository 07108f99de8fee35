package io.spillway.control.imports;

import java.util.ArrayList;
import java.util.List;

/** Divides steps into transactions of the registry's size; a step is never divided. Pure. */
final class Pieces {

    /** The most keys of a piece: leaves room in a transaction for marks and conditions. */
    static final int MAX_KEYS = 100;
    /** The most bytes of a piece, unless a single step has more. */
    static final int MAX_BYTES = 512 * 1024;

    private Pieces() {}

    /** Returns pieces, of which the last may be empty when there is nothing to write; at least one. */
    static List<List<Edit>> of(List<List<Edit>> steps) {
        List<List<Edit>> pieces = new ArrayList<>();
        List<Edit> piece = new ArrayList<>();
        int bytes = 0;
        for (List<Edit> step : steps) {
            int size = step.stream().mapToInt(Edit::bytes).sum();
            if (!piece.isEmpty() && (piece.size() + step.size() > MAX_KEYS || bytes + size > MAX_BYTES)) {
                pieces.add(piece);
                piece = new ArrayList<>();
                bytes = 0;
            }
            piece.addAll(step);
            bytes += size;
        }
        pieces.add(piece);
        return pieces;
    }
}
