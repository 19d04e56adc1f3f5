package dev.agentpost.mail.trash.webadmin;

import dev.agentpost.mail.trash.TrashEmptying;
import dev.agentpost.mail.trash.TrashEmptying.Report;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.task.TaskType;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An emptying of Trash in the background. It fails in part when a folder did. */
final class TrashEmptyingTask implements Task {
    static final TaskType TYPE = TaskType.of("trash-emptying");

    private final TrashEmptying emptying;
    private final Optional<String> inbox;
    private final Clock clock;
    private final AtomicReference<Report> report = new AtomicReference<>(Report.NOTHING);

    TrashEmptyingTask(TrashEmptying emptying, Optional<String> inbox, Clock clock) {
        this.emptying = emptying;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** @param timestamp when this was so */
    record Details(Optional<String> inbox, Report report, Instant timestamp)
            implements TaskExecutionDetails.AdditionalInformation {}

    @Override
    public Publisher<Result> runAsync() {
        return emptying.run(inbox)
                .doOnNext(part -> report.accumulateAndGet(part, Report::plus))
                .then(Mono.fromSupplier(() -> report.get().failed() == 0 ? Result.COMPLETED : Result.PARTIAL))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<TaskExecutionDetails.AdditionalInformation> details() {
        return Optional.of(new Details(inbox, report.get(), clock.instant()));
    }
}
