package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.filterrule.EnvelopeCheck;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.FilterRules;
import dev.agentpost.mail.filterrule.cassandra.CassandraFilterRuleStore;
import dev.agentpost.mail.filterrule.cassandra.FilterRuleSchema;

/** Who may be written to and who may write. */
public final class FilterRuleModule extends AbstractModule {

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(FilterRuleSchema.SCHEMA);
        bind(FilterRuleStore.class).to(CassandraFilterRuleStore.class).in(Scopes.SINGLETON);
        bind(FilterRules.class).in(Scopes.SINGLETON);
        bind(EnvelopeCheck.class).in(Scopes.SINGLETON);
    }
}
