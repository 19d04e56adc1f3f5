package dev.agentpost.mail.admin.webadmin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import spark.Request;

/**
 * Which part of a list is asked for.
 *
 * @param after the {@code next} of the page before, which is the id of its last item
 * @param limit 1 to 1,000
 */
public record PageRequest<I>(Optional<I> after, int limit) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    private static final int LOOKUPS_AT_ONCE = 16;

    /** @param next what {@code after} takes to go on; empty at the end of the list */
    @JsonPropertyOrder({"items", "next"})
    public record Page(List<?> items, Optional<String> next) {}

    /** @throws AdminError naming {@code after} or {@code limit} */
    public static <I> PageRequest<I> read(Request request, Predicate<String> isId, Function<String, I> toId) {
        Optional<String> after = Optional.ofNullable(request.queryParams("after"));
        if (after.filter(isId.negate()).isPresent()) {
            throw AdminError.badField("after", "must be the next of the page before");
        }
        return new PageRequest<>(after.map(toId), limit(request));
    }

    private static int limit(Request request) {
        String text = request.queryParams("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_LIMIT) {
            throw AdminError.badField("limit", "must be a number from 1 to " + MAX_LIMIT);
        }
        return Integer.parseInt(text);
    }

    /** How many items to ask the store for: one more than shown tells whether there is a next page. */
    public int limitAndOne() {
        return limit + 1;
    }

    /** @param found at most {@link #limitAndOne} items */
    public <T> Mono<Answer> answer(Flux<T> found, Function<T, I> id, Function<T, Mono<?>> toJson) {
        return found.collectList().flatMap(items -> {
            List<T> shown = items.size() > limit ? items.subList(0, limit) : items;
            Optional<String> next = items.size() > limit
                    ? Optional.of(id.apply(shown.get(shown.size() - 1)).toString())
                    : Optional.empty();
            return Flux.fromIterable(shown)
                    .flatMapSequential(toJson::apply, LOOKUPS_AT_ONCE)
                    .collectList()
                    .map(json -> Answer.ok(new Page(List.copyOf(json), next)));
        });
    }
}
