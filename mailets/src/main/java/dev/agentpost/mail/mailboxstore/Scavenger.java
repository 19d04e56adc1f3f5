package dev.agentpost.mail.mailboxstore;

import dev.agentpost.mail.mailboxstore.ContentStore.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Removes contents that no message uses any more. Any number of nodes may do so at once, and stop at any point: what was
 * not gone through is gone through again.
 *
 * <p>Why it never takes the content of a live message: a content is looked at only if all its announcements are a day
 * old, so that the rows they were for are there, or never will be. Then the rows are read, and then the announcements
 * once more. A row that came in between was announced in between, and a row that was copied and went in between was
 * released before it went: in both cases the content is kept. So at that moment no row points to it, and nobody can
 * make one without a row to copy from.
 */
public final class Scavenger {
    /** Longer than anything takes between an announcement, or the reading of a row to copy, and its row. */
    static final Duration AGE = Duration.ofDays(1);

    private static final int BATCH = 100;
    private static final int READS_AT_ONCE = 8;
    private static final Logger LOGGER = LoggerFactory.getLogger(Scavenger.class);

    private final ContentStore contents;
    private final UnusedContents unused;
    private final UsedContents used;
    private final Clock clock;
    private final Duration pause;

    /** @param pause after each 100 contents, for the store to do other things */
    public Scavenger(ContentStore contents, UnusedContents unused, UsedContents used, Clock clock, Duration pause) {
        this.contents = contents;
        this.unused = unused;
        this.used = used;
        this.clock = clock;
        this.pause = pause;
    }

    /** @param bytes of those removed */
    public record Report(long kept, long removed, long bytes) {
        static final Report NOTHING = new Report(0, 0, 0);

        public Report plus(Report other) {
            return new Report(kept + other.kept, removed + other.removed, bytes + other.bytes);
        }
    }

    /** Goes through what was released up to the day before yesterday. */
    public Mono<Report> scavengeReleased() {
        return Flux.defer(unused::lots)
                .filter(lot -> lot.day().isBefore(today().minusDays(AGE.toDays())))
                .concatMap(lot -> scavenge(unused.released(lot))
                        .flatMap(report -> unused.forget(lot).thenReturn(report))
                        .doOnNext(report -> log("released on " + lot.day(), report)))
                .reduce(Report.NOTHING, Report::plus);
    }

    /**
     * Goes through all contents of a slice, for those that nobody released since a process died. To be called for each
     * slice in turn, each every week or so.
     *
     * @param slice see {@link UnusedContents#slice}
     */
    public Mono<Report> sweep(int slice) {
        return Mono.defer(() -> {
            Instant young = clock.instant().minus(AGE);
            return scavenge(unused.slice(slice).filter(id -> id.madeAt().isBefore(young)))
                    .doOnNext(report -> log("of slice " + slice, report));
        });
    }

    private static void log(String which, Report report) {
        if (report.removed() > 0) {
            LOGGER.info(
                    "removed {} contents {}, {} bytes, that no message uses, kept {}",
                    report.removed(),
                    which,
                    report.bytes(),
                    report.kept());
        }
    }

    private Mono<Report> scavenge(Flux<ContentId> candidates) {
        return candidates
                .buffer(BATCH)
                .concatMap(batch -> paused(scavenge(batch)), 1)
                .reduce(Report.NOTHING, Report::plus);
    }

    private Mono<Report> paused(Mono<Report> work) {
        return pause.isZero() ? work : work.delayElement(pause);
    }

    private Mono<Report> scavenge(List<ContentId> batch) {
        return places(batch).flatMap(before -> used(before).flatMap(live -> Flux.fromIterable(before.entrySet())
                .filter(entry -> !live.contains(entry.getKey()))
                .concatMap(entry -> removeUnlessTouched(entry.getKey(), entry.getValue()))
                .reduce(new Report(batch.size(), 0, 0), Report::plus)));
    }

    /** Without those that have a young place. */
    private Mono<Map<ContentId, Set<Place>>> places(List<ContentId> batch) {
        Instant young = clock.instant().minus(AGE);
        return Flux.fromIterable(batch)
                .distinct()
                .flatMap(id -> places(id).map(places -> Map.entry(id, places)), READS_AT_ONCE)
                .filter(entry -> entry.getValue().stream()
                        .allMatch(place -> place.announcement().madeAt().isBefore(young)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Set<Place>> places(ContentId id) {
        return contents.places(id).collect(Collectors.toSet());
    }

    private Mono<Set<ContentId>> used(Map<ContentId, Set<Place>> candidates) {
        Map<FolderId, List<Place>> byFolder =
                candidates.values().stream().flatMap(Collection::stream).collect(Collectors.groupingBy(Place::folder));
        return Flux.fromIterable(byFolder.entrySet())
                .flatMap(entry -> used(entry.getKey(), entry.getValue()), READS_AT_ONCE)
                .map(StoredMessage::contentId)
                .filter(candidates::containsKey)
                .collect(Collectors.toSet());
    }

    /** An announcement without a place may have its row anywhere in the folder. */
    private Flux<StoredMessage> used(FolderId folder, List<Place> places) {
        return places.stream().anyMatch(place -> place.uid() == 0)
                ? used.all(folder)
                : used.at(folder, places.stream().map(Place::uid).toList());
    }

    /** @return what to add to a report that counts it as kept */
    private Mono<Report> removeUnlessTouched(ContentId id, Set<Place> before) {
        return Mono.zip(places(id), unused.wasReleased(id, today().minusDays(AGE.toDays())))
                .filter(now -> now.getT1().equals(before) && !now.getT2())
                .flatMap(untouched -> unused.remove(id))
                .map(bytes -> new Report(-1, 1, bytes))
                .defaultIfEmpty(Report.NOTHING);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
