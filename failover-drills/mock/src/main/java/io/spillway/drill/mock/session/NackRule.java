package io.spillway.drill.mock.session;

import io.spillway.drill.mock.message.XdsType;
import org.jspecify.annotations.Nullable;

/**
 * Responses that a client refuses: those that hold a resource whose name matches.
 *
 * @param type of which type; null for any
 * @param names pattern of names, in which a star stands for any text
 * @param first how many responses of a client are refused; 0 for all
 * @param message what is wrong with them, for the server
 * @param naming whether the client says which resources it refuses, in the words of our gateways, and uses the others;
 *            otherwise it uses nothing of the response
 */
public record NackRule(@Nullable XdsType type, String names, int first, String message, boolean naming) {

    boolean covers(XdsType other, String name) {
        return (type == null || type.equals(other)) && Glob.matches(names, name);
    }
}
