package dev.agentpost.mail.ratelimit;

import dev.agentpost.mail.ratelimit.SendDecision.Allowed;
import dev.agentpost.mail.ratelimit.SendDecision.Refused;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** All limits or none: what some granted is given back when another refused or did not answer. */
record CombinedCharge(CompletableFuture<SendDecision> answer) {

    /** @param parts what each limit says; must not be cancelled */
    void askAll(List<CompletableFuture<SendDecision>> parts) {
        CompletableFuture<Void> unused = CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> decide(parts, Optional.ofNullable(failure)));
    }

    private void decide(List<CompletableFuture<SendDecision>> parts, Optional<Throwable> failure) {
        SendCharge charge = SendCharge.all(
                answers(parts, Allowed.class).map(Allowed::charge).toList());
        Optional<Refused> refused =
                answers(parts, Refused.class).max(Comparator.comparing(Refused::shortage, Shortage.BY_RETRY_AFTER));
        boolean taken = failure.isPresent()
                ? answer.completeExceptionally(failure.get())
                : answer.complete(refused.<SendDecision>map(refusal -> refusal).orElseGet(() -> new Allowed(charge)));
        if (!taken || refused.isPresent() || failure.isPresent()) {
            charge.giveBack();
        }
    }

    private static <T extends SendDecision> Stream<T> answers(
            List<CompletableFuture<SendDecision>> parts, Class<T> kind) {
        return parts.stream()
                .filter(part -> !part.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .filter(kind::isInstance)
                .map(kind::cast);
    }
}
