import { Loader } from '@mantine/core';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { SessionContext, useKnown } from './api/session';
import { ApprovalPage, ApprovalsPage } from './approvals/ApprovalsPage';
import { AuditPage } from './audit/AuditPage';
import { DrillPage } from './drills/DrillPage';
import { DrillsPage } from './drills/DrillsPage';
import { ExplainPage } from './explain/ExplainPage';
import { Frame } from './Frame';
import { GatewaysPage } from './gateways/GatewaysPage';
import { ImportsPage } from './gateways/ImportsPage';
import { LoginPage } from './login/LoginPage';
import { MePage } from './login/MePage';
import { DrGroupPage } from './objects/DrGroupPage';
import { IdcPage } from './objects/IdcPage';
import { ListPage } from './objects/ListPage';
import { ObjectPage } from './objects/ObjectPage';
import { OverviewPage } from './overview/OverviewPage';
import { Page } from './parts/Page';
import { ProblemNote } from './parts/ProblemNote';
import { ServicePage } from './services/ServicePage';
import { SetShiftPage } from './shifts/SetShiftPage';
import { ShiftPage, ShiftsPage } from './shifts/ShiftsPage';
import { PlanPage } from './switchover/PlanPage';
import { SwitchOverPage } from './switchover/SwitchOverPage';
import { SwitchOversPage } from './switchover/SwitchOversPage';

const PLAIN = ['workloads', 'routes', 'drgroups', 'idcs', 'clusters'];

export function App() {
  const known = useKnown();
  const location = useLocation();
  if (known.isPending) return <Waiting />;
  if (known.data && 'session' in known.data) {
    if (location.pathname === '/login') return <Navigate to={wanted(location.search)} replace />;
    return (
      <SessionContext value={known.data.session}>
        <Frame>
          <Pages />
        </Frame>
      </SessionContext>
    );
  }
  if (known.data) return <LoginPage offer={known.data.offer} />;
  return (
    <main className="panel narrow">
      <h1>Spillway</h1>
      <ProblemNote failed={known.error} />
    </main>
  );
}

/** Only paths of this page: what stands in an address is not trusted. */
function wanted(search: string): string {
  const to = new URLSearchParams(search).get('to') ?? '/';
  return /^\/(?![/\\])/.test(to) ? to.replace(/^\/console(?=\/|$)/, '') || '/' : '/';
}

function Waiting() {
  return (
    <main className="panel narrow">
      <h1 className="hidden">Spillway</h1>
      <Loader size="sm" aria-label="The control node is asked" />
    </main>
  );
}

function Pages() {
  return (
    <Routes>
      <Route path="/" element={<OverviewPage />} />
      <Route path="/services" element={<ListPage key="services" plural="services" />} />
      <Route path="/services/:name" element={<ServicePage />} />
      {PLAIN.map((plural) => (
        <Route key={plural} path={`/${plural}`} element={<ListPage key={plural} plural={plural} />} />
      ))}
      <Route path="/idcs/:name" element={<IdcPage />} />
      <Route path="/drgroups/:name" element={<DrGroupPage />} />
      {['workloads', 'routes', 'clusters'].map((plural) => (
        <Route key={`${plural}/`} path={`/${plural}/:name`} element={<ObjectPage plural={plural} />} />
      ))}
      <Route path="/gateways" element={<GatewaysPage />} />
      <Route path="/gateways/:node" element={<GatewaysPage />} />
      <Route path="/imports" element={<ImportsPage />} />
      <Route path="/imports/:name" element={<ObjectPage plural="imports" />} />
      <Route path="/explain" element={<ExplainPage />} />
      <Route path="/switchovers" element={<SwitchOversPage />} />
      <Route path="/switchovers/new" element={<PlanPage />} />
      <Route path="/switchovers/:name" element={<SwitchOverPage />} />
      <Route path="/shifts" element={<ShiftsPage />} />
      <Route path="/shifts/new" element={<SetShiftPage />} />
      <Route path="/shifts/:name" element={<ShiftPage />} />
      <Route path="/approvals" element={<ApprovalsPage />} />
      <Route path="/approvals/:id" element={<ApprovalPage />} />
      <Route path="/drills" element={<DrillsPage />} />
      <Route path="/drills/:name" element={<DrillPage />} />
      <Route path="/audit" element={<AuditPage />} />
      <Route path="/me" element={<MePage />} />
      <Route
        path="*"
        element={
          <Page title="No such page">
            <p>The console has no page of that address.</p>
          </Page>
        }
      />
    </Routes>
  );
}
