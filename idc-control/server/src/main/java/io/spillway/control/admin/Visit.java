package io.spillway.control.admin;

import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and by what he is known.
 *
 * @param session the session that he has shown; null for none
 * @param cookie  whether a cookie has shown it, so that a page of others could have made the call
 * @param renewed the session as it is to be kept from now on; null: as it was
 */
record Visit(ApiAccess.Login login, @Nullable Session session, boolean cookie, @Nullable String renewed) {

    /** Creates one of somebody without a session. */
    Visit(ApiAccess.Login login) {
        this(login, null, false, null);
    }
}
