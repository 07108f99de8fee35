package io.spillway.control.admin.security;

import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

import io.spillway.control.access.TokenIssuer;
import io.spillway.model.document.Shown;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Checks what a token with a good signature says of itself: by whom, for whom, of whom, and from when to when. A token without
 * an end is refused. {@code iat} is not looked at: Spring makes one up where there is none.
 */
record TokenCheck(TokenIssuer issuer, InstantSource clock) implements OAuth2TokenValidator<Jwt> {

    private static final Pattern SUBJECT = Pattern.compile("[!-~]{1,255}");

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        String wrong = wrong(token);
        return wrong == null
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", wrong, null));
    }

    private @Nullable String wrong(Jwt token) {
        Instant now = clock.instant();
        if (!issuer.issuer().equals(token.getClaimAsString("iss"))) {
            return "iss: another issuer (expected: " + issuer.issuer() + ")";
        }
        if (token.getAudience() == null || token.getAudience().stream().noneMatch(issuer.audiences()::contains)) {
            return "aud: " + (token.getAudience() == null ? "missing" : Shown.text(token.getAudience().toString()))
                    + " (expected: " + String.join(" or ", issuer.audiences().stream().sorted().toList()) + ")";
        }
        Instant end = token.getExpiresAt();
        if (end == null || !now.isBefore(end.plus(issuer.clockSkew()))) {
            return "exp: " + (end == null ? "missing" : end) + " (expected: after " + now + "; ask " + issuer.issuer()
                    + " for a new token)";
        }
        Instant begin = token.getNotBefore();
        if (begin != null && now.plus(issuer.clockSkew()).isBefore(begin)) {
            return "nbf: " + begin + " (expected: at most " + issuer.clockSkew().toSeconds() + " s after " + now + ")";
        }
        String subject = token.getSubject();
        return subject != null && SUBJECT.matcher(subject).matches()
                ? null
                : "sub: " + (subject == null ? "missing" : Shown.text(subject))
                        + " (expected: 1 to 255 visible ASCII characters)";
    }
}
