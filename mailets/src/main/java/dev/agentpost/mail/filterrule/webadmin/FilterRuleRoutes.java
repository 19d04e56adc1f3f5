package dev.agentpost.mail.filterrule.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.PageRequest;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.FilterRuleStore.Creation;
import dev.agentpost.mail.filterrule.FilterRuleStore.Selection;
import dev.agentpost.mail.filterrule.FilterRules;
import dev.agentpost.mail.filterrule.RulePattern;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/filter-rules}. */
public final class FilterRuleRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(FilterRuleRoutes.class);
    private static final String PATH = OrganizationLookup.PATH + "/filter-rules";
    private static final String RULE = ":rule";

    private final FilterRuleStore store;
    private final FilterRules rules;
    private final OrganizationLookup organizations;
    private final RuleInboxes inboxes;
    private final Clock clock;

    @Inject
    public FilterRuleRoutes(
            FilterRuleStore store,
            FilterRules rules,
            InboxStore inboxes,
            OrganizationLookup organizations,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.organizations = organizations;
        this.inboxes = new RuleInboxes(inboxes);
        this.clock = clock;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.post(PATH, new AdminRoute(this::create));
        service.get(PATH, new AdminRoute(this::list));
        service.delete(PATH + "/" + RULE, new AdminRoute(this::delete));
    }

    private Mono<Answer> create(Request request) {
        FilterRuleRequest wanted = FilterRuleRequest.read(request);
        return organizations
                .get(request)
                .map(Organization::id)
                .flatMap(organizationId -> rule(organizationId, wanted))
                .flatMap(rules::create)
                .flatMap(this::answer);
    }

    private Mono<FilterRule> rule(OrganizationId organizationId, FilterRuleRequest wanted) {
        Mono<RulePattern> pattern = rules.withoutLocalTag(wanted.pattern());
        return Mono.zip(inboxes.resolve(organizationId, wanted.inbox()), pattern)
                .map(found -> new FilterRule(
                        FilterRuleId.generate(),
                        organizationId,
                        wanted.direction(),
                        wanted.action(),
                        found.getT2(),
                        found.getT1(),
                        wanted.reason(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private Mono<Answer> answer(Creation creation) {
        if (creation instanceof Creation.Duplicate duplicate) {
            return Mono.error(AdminError.conflict(
                    "value", "value: the filter rule " + duplicate.existing() + " says the same already"));
        }
        FilterRule rule = ((Creation.Created) creation).rule();
        LOGGER.info(
                "Created filter rule {} of {}: {} {} {}",
                rule.id(),
                rule.organizationId(),
                rule.direction().value(),
                rule.action().value(),
                rule.pattern());
        return inboxes.show(rule).map(Answer::created);
    }

    private Mono<Answer> list(Request request) {
        PageRequest<FilterRuleId> page = PageRequest.read(request, FilterRuleId::isValid, FilterRuleId::of);
        Optional<String> inbox = Optional.ofNullable(request.queryParams("inbox"));
        return organizations.get(request).map(Organization::id).flatMap(organizationId -> inboxes.resolve(
                        organizationId, inbox)
                .map(id -> new Selection(
                        Optional.ofNullable(request.queryParams("direction")).map(FilterRuleRequest::direction), id))
                .flatMap(selection -> page.answer(
                        store.list(organizationId, selection, page.after(), page.limitAndOne()),
                        FilterRule::id,
                        inboxes::show)));
    }

    private Mono<Answer> delete(Request request) {
        Optional<FilterRuleId> id =
                Optional.of(request.params(RULE)).filter(FilterRuleId::isValid).map(FilterRuleId::of);
        return Mono.zip(Mono.justOrEmpty(OrganizationLookup.id(request)), Mono.justOrEmpty(id))
                .flatMap(ids -> rules.delete(ids.getT1(), ids.getT2())
                        .doOnSuccess(done -> LOGGER.info("Deleted filter rule {} of {}", ids.getT2(), ids.getT1())))
                .thenReturn(Answer.noContent());
    }
}
