package dev.agentpost.mail.mailboxstore.webadmin;

import dev.agentpost.mail.mailboxstore.Scavenger;
import dev.agentpost.mail.mailboxstore.UnusedContents;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.task.TaskType;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Removes contents that no message uses, in the background. */
final class ScavengeTask implements Task {
    static final TaskType TYPE = TaskType.of("store-scavenge");

    private final Scavenger scavenger;
    private final boolean sweep;
    private final Clock clock;
    private final AtomicReference<Scavenger.Report> report = new AtomicReference<>(new Scavenger.Report(0, 0, 0));

    /** @param sweep whether to go through all contents, not only through those that were released */
    ScavengeTask(Scavenger scavenger, boolean sweep, Clock clock) {
        this.scavenger = scavenger;
        this.sweep = sweep;
        this.clock = clock;
    }

    /** @param timestamp when this was so */
    record Details(boolean sweep, Scavenger.Report report, Instant timestamp)
            implements TaskExecutionDetails.AdditionalInformation {}

    @Override
    public Publisher<Result> runAsync() {
        Flux<Scavenger.Report> work = sweep
                ? Flux.range(0, UnusedContents.SLICES).concatMap(scavenger::sweep)
                : scavenger.scavengeReleased().flux();
        return work.doOnNext(part -> report.accumulateAndGet(part, Scavenger.Report::plus))
                .then(Mono.just(Result.COMPLETED))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<TaskExecutionDetails.AdditionalInformation> details() {
        return Optional.of(new Details(sweep, report.get(), clock.instant()));
    }
}
