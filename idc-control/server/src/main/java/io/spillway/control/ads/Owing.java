package io.spillway.control.ads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What one client must still Ack for the open {@link Receipt}s. A name is paid when the client holds what the catalog says
 * now, or has Acked a response that was made after the question: with every name that changes all the time the client
 * never holds the newest. Owned by the stream's executor.
 */
final class Owing {

    /** So long a client that subscribes no endpoints yet may still use those that another control node gave it. */
    private static final long MOVING_NANOS = Duration.ofSeconds(2).toNanos();

    private final AdsContext context;
    private final ClientStream stream;
    private final long beganNanos;
    private final List<Debt> debts = new ArrayList<>();
    private long seenSerial;

    /** Names that are not paid; {@code nonce} is that of the last response before the question. */
    private record Debt(Receipt receipt, Set<String> names, long nonce) {}

    Owing(AdsContext context, ClientStream stream) {
        this.context = context;
        this.stream = stream;
        this.beganNanos = context.ticker().nanos();
    }

    boolean any() {
        return !debts.isEmpty();
    }

    /** Something may have changed. {@code endpoints}: what the client subscribes of them, null: nothing. */
    void look(@Nullable NodeIdentity who, @Nullable TypeSubscription endpoints, long lastNonce) {
        List<Receipt> open = context.receipts().open();
        if (open.isEmpty() && debts.isEmpty()) {
            return;
        }
        if (who == null) {
            open.forEach(receipt -> receipt.settled(stream));
            return;
        }
        for (Receipt receipt : open) {
            if (receipt.serial() > seenSerial) {
                seenSerial = receipt.serial();
                receipt.waitFor(stream);
                debts.add(new Debt(receipt, new HashSet<>(receipt.names()), lastNonce));
            }
        }
        boolean moving = endpoints == null && !who.isSync()
                && context.ticker().nanos() - beganNanos < MOVING_NANOS;
        debts.removeIf(debt -> !moving && paid(debt, endpoints));
    }

    private boolean paid(Debt debt, @Nullable TypeSubscription endpoints) {
        debt.names.removeIf(name -> endpoints == null || !endpoints.owes(name));
        boolean done = debt.names.isEmpty() || debt.receipt.closed();
        if (done) {
            debt.receipt.settled(stream);
        }
        return done;
    }

    /** The client answered a response; what it took is paid, if the response is younger than the question. */
    void answered(TypeSubscription subscription, Response response, long nonce) {
        if (subscription.type() != ResourceType.ENDPOINT || debts.isEmpty()) {
            return;
        }
        for (Debt debt : debts) {
            if (nonce > debt.nonce) {
                response.items().stream().filter(item -> subscription.held().matches(item.name(), item.content()))
                        .forEach(item -> debt.names.remove(item.name()));
            }
        }
    }
}
