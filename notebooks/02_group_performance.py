# %% [markdown]
# # 二、教研组表现：各组之间差距有多大？
#
# 看三件事：各组总分的分布、各组内部的差距、各组各等级的人数。
# 人数少于 5 人的组，平均分受个别教师影响很大，只作参考。

# %%
import xiaoben_analytics as xb
from xiaoben_analytics import findings
from xiaoben_analytics.labels import HEADINGS, points

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = xb.chosen_policy()  # 考核办法：打开时选定的；也可直接写，如 "county-110"

result = xb.open_school(folder, policy)

# %% [markdown]
# ## 每位教师一个点
# 颜色和形状表示等级；把鼠标停在点上看各项得分。

# %%
xb.plot_group_distribution(result)

# %%
print(findings.finding_spread(result.groups))

# %% [markdown]
# ## 各组汇总
# 分数保留两位小数，四舍五入。

# %%
scores = {"mean": "平均分", "median": "中位数", "highest": "最高分", "lowest": "最低分"}
groups = result.groups.assign(**result.groups[list(scores)].map(points))
groups.rename(columns={**HEADINGS, **scores, "owed": "应到", "attended": "实到"})
