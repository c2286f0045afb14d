import { PageTitle } from "@/shell/page-title";

import { FileDrop } from "./file-drop";
import { FileList } from "./file-list";
import { UploadList } from "./upload-list";
import { useUploads } from "./use-uploads";
import { words } from "./words";

export function FilesPage() {
  const { uploads, add, cancel, retry } = useUploads();
  return (
    <div className="grid max-w-4xl gap-6">
      <PageTitle title={words.title}>{words.subtitle}</PageTitle>
      <FileDrop onFiles={add} />
      <UploadList uploads={uploads} onCancel={cancel} onRetry={retry} />
      <FileList />
    </div>
  );
}
