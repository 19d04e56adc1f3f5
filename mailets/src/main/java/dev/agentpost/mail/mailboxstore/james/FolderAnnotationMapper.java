package dev.agentpost.mail.mailboxstore.james;

import static dev.agentpost.mail.mailboxstore.james.FolderMailboxId.folderOf;

import dev.agentpost.mail.mailboxstore.AnnotationStore;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A mailbox has few annotations: all are read, and those that are wanted picked. All that is emitted, is on a thread that
 * may block. Safe for use by many threads.
 */
public final class FolderAnnotationMapper implements AnnotationMapper {
    private final AnnotationStore annotations;

    public FolderAnnotationMapper(AnnotationStore annotations) {
        this.annotations = annotations;
    }

    @Override
    public List<MailboxAnnotation> getAllAnnotations(MailboxId mailbox) {
        return block(getAllAnnotationsReactive(mailbox));
    }

    @Override
    public Flux<MailboxAnnotation> getAllAnnotationsReactive(MailboxId mailbox) {
        return annotations
                .list(folderOf(mailbox))
                .map(annotation ->
                        MailboxAnnotation.newInstance(new MailboxAnnotationKey(annotation.key()), annotation.value()))
                .publishOn(Schedulers.boundedElastic());
    }

    private Flux<MailboxAnnotation> find(MailboxId mailbox, Predicate<MailboxAnnotationKey> wanted) {
        return getAllAnnotationsReactive(mailbox).filter(annotation -> wanted.test(annotation.getKey()));
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeys(MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return block(getAnnotationsByKeysReactive(mailbox, keys));
    }

    @Override
    public Flux<MailboxAnnotation> getAnnotationsByKeysReactive(MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return find(mailbox, keys::contains);
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeysWithOneDepth(MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return block(getAnnotationsByKeysWithOneDepthReactive(mailbox, keys));
    }

    @Override
    public Flux<MailboxAnnotation> getAnnotationsByKeysWithOneDepthReactive(
            MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return find(mailbox, found -> keys.stream().anyMatch(key -> key.isParentOrIsEqual(found)));
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeysWithAllDepth(MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return block(getAnnotationsByKeysWithAllDepthReactive(mailbox, keys));
    }

    @Override
    public Flux<MailboxAnnotation> getAnnotationsByKeysWithAllDepthReactive(
            MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return find(mailbox, found -> keys.stream().anyMatch(key -> key.isAncestorOrIsEqual(found)));
    }

    @Override
    public void deleteAnnotation(MailboxId mailbox, MailboxAnnotationKey key) {
        deleteAnnotationReactive(mailbox, key).block();
    }

    @Override
    public Mono<Void> deleteAnnotationReactive(MailboxId mailbox, MailboxAnnotationKey key) {
        return annotations.delete(folderOf(mailbox), key.asString()).publishOn(Schedulers.boundedElastic());
    }

    @Override
    public void insertAnnotation(MailboxId mailbox, MailboxAnnotation annotation) {
        insertAnnotationReactive(mailbox, annotation).block();
    }

    /** @throws IllegalArgumentException without a value: that would be a deletion */
    @Override
    public Mono<Void> insertAnnotationReactive(MailboxId mailbox, MailboxAnnotation annotation) {
        String value = annotation
                .getValue()
                .orElseThrow(() -> new IllegalArgumentException("an annotation without a value cannot be inserted"));
        return annotations
                .save(
                        folderOf(mailbox),
                        new AnnotationStore.Annotation(annotation.getKey().asString(), value))
                .publishOn(Schedulers.boundedElastic());
    }

    @Override
    public boolean exist(MailboxId mailbox, MailboxAnnotation annotation) {
        return Boolean.TRUE.equals(existReactive(mailbox, annotation).block());
    }

    @Override
    public Mono<Boolean> existReactive(MailboxId mailbox, MailboxAnnotation annotation) {
        return find(mailbox, annotation.getKey()::equals).hasElements();
    }

    @Override
    public int countAnnotations(MailboxId mailbox) {
        return getAllAnnotations(mailbox).size();
    }

    @Override
    public Mono<Integer> countAnnotationsReactive(MailboxId mailbox) {
        return getAllAnnotationsReactive(mailbox).count().map(Math::toIntExact);
    }

    private static List<MailboxAnnotation> block(Flux<MailboxAnnotation> found) {
        return found.collectList().block();
    }
}
